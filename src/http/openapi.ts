import { z } from 'zod';
import type { Connector } from '../contract/index.js';
import { readProgram } from '../package.js';
import {
  connectionChangeSchema,
  connectionListSchema,
  connectionOrderSchema,
  connectionSchema,
  connectionTestOrderSchema,
  connectionTestSchema,
  removedSchema,
  startSchema,
} from './connection-schemas.js';
import {
  callbackChangeSchema,
  callbackDeliverySchema,
  callbackListSchema,
  callbackOrderSchema,
  callbackSchema,
  deliveryListSchema,
  rotationSchema,
} from './callback-schemas.js';
import { callbackPaths } from './openapi-callbacks.js';
import { connectionPaths } from './openapi-connections.js';
import { deliveryPaths } from './openapi-delivery.js';
import { recordPaths, sourceListSchema } from './openapi-records.js';
import { requestPaths } from './openapi-requests.js';
import { json, keyProblems, problem, whoMay, type Json, type Operation } from './openapi-parts.js';
import { problemTable } from './problem.js';
import { keyListSchema, keyOrderSchema, keySchema } from '../api/api-keys.js';
import { scopeListSchema } from '../api/scopes.js';
import { keyPaths } from './openapi-keys.js';
import { orderSchema } from '../api/order-schema.js';
import { sourceNamesOf } from '../api/source-ids.js';
import {
  encryptionOrderSchema,
  keyTableSchema,
  linkOrderSchema,
  linkSchema,
  signingKeysSchema,
} from './delivery-schemas.js';
import { ledgerCheckSchema, ledgerQuerySchema, ledgerSchema } from './ledger-schemas.js';
import {
  healthSchema,
  problemSchema,
  requestListSchema,
  requestSchema,
  searchSchema,
  planSchema,
} from '../api/schemas.js';

/** The OpenAPI document. */
export interface OpenApiDocument extends Json {
  info: { title: string; version: string; description: string; license: Json };
  paths: Record<string, Record<string, Operation>>;
}

/** The OpenAPI 3.1 document, made of the schemas that check the requests. */
export function buildOpenApi(connectors: readonly Connector[]): OpenApiDocument {
  const { version } = readProgram();
  const titles = connectors.map(({ title }) => title);
  const order = orderSchema(sourceNamesOf(connectors));
  return {
    openapi: '3.1.0',
    info: {
      title: `${titles.join(' and ')} DSAR Connector`,
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: [
        `Takes a person's e-mail address, reads everything a ${titles.join(' or ')} account holds about them, and publishes it as one verifiable zip.`,
        'Every call below /v1 needs an API key: `Authorization: Bearer <key>`. Errors are RFC 9457 problem details with a stable `code`:',
        ...problemTable.map(({ code, status, title }) => `- \`${code}\` (${status}): ${title}.`),
      ].join('\n'),
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    paths: {
      ...requestPaths(),
      ...keyPaths(),
      '/v1/ledger': { get: ledgerOperation() },
      '/v1/ledger/check': { get: ledgerCheckOperation() },
      ...deliveryPaths(),
      ...recordPaths(),
      ...callbackPaths(),
      ...connectionPaths(),
      '/metrics': { get: metricsOperation() },
      '/livez': { get: health('livez', 'Whether the process runs', { 200: 'It runs.' }) },
      '/readyz': {
        get: health('readyz', 'Whether requests are accepted', { 200: 'They are.', 503: 'They are not.' }),
      },
    },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: toSchemas({
        order,
        request: requestSchema,
        list: requestListSchema,
        ledger: ledgerSchema,
        ...{ encryptionOrderSchema, linkOrderSchema, linkSchema, signingKeysSchema, keyTableSchema },
        ...{ callbackOrderSchema, callbackChangeSchema, rotationSchema, callbackSchema },
        sourceListSchema,
        ...{ callbackListSchema, callbackDeliverySchema, deliveryListSchema },
        connectionOrder: connectionOrderSchema(connectors),
        connectionChange: connectionChangeSchema(connectors),
        ...{
          connectionSchema,
          connectionListSchema,
          startSchema,
          removedSchema,
          connectionTestSchema,
          connectionTestOrderSchema,
        },
        ...{ keyOrderSchema, keySchema, keyListSchema, ledgerCheckSchema, scopeListSchema },
        ...{ problemSchema, healthSchema, searchSchema, planSchema },
      }),
    },
  };
}

function ledgerOperation(): Operation {
  const { properties } = z.toJSONSchema(ledgerQuerySchema, { io: 'input' }) as {
    properties: Record<string, Json>;
  };
  const numbers: Record<string, Json> = {
    after: { type: 'integer', minimum: 0, default: 0 },
    limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
  };
  return {
    operationId: 'readLedger',
    summary: 'Read the append-only account of a connection',
    description: `Every entry holds the hash of the one before it; docs/reliability.md says how to check it. Subjects stand in it as a keyed hash. With "Accept: application/x-ndjson" it comes whole, an entry a line. ${whoMay('ledger')}`,
    parameters: Object.entries(properties).map(([name, schema]) => ({
      name,
      in: 'query',
      schema: numbers[name] ?? schema,
    })),
    responses: {
      200: {
        description: 'A page of entries.',
        content: { ...json('Ledger'), 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      400: problem(
        '`invalid_request`: a parameter is wrong, or several accounts have a ledger and none is named.',
      ),
      ...keyProblems,
      404: problem('`not_found`: there is no such connection.'),
    },
  };
}

function ledgerCheckOperation(): Operation {
  return {
    operationId: 'checkLedger',
    summary: 'Follow the chain of a ledger from its first entry',
    description: `Every hash is computed again, and the head that was published beside the database must be part of the chain. ${whoMay('ledger')}`,
    parameters: [{ name: 'connection_id', in: 'query', schema: { type: 'string', maxLength: 100 } }],
    responses: {
      200: { description: 'What was found.', content: json('LedgerCheck') },
      400: problem('`invalid_request`: several accounts have a ledger and none is named.'),
      ...keyProblems,
      404: problem('`not_found`: there is no such connection.'),
    },
  };
}

function metricsOperation(): Operation {
  return {
    operationId: 'readMetrics',
    summary: 'Read the metrics',
    description: `The text form of Prometheus; nothing in it is about a person. A key that is limited to connections sees the gauges of these alone (\`dsar_access_requests\`, \`dsar_budget_used_ratio\`, \`dsar_queue_age_seconds\`); what is counted for the whole process is left out. ${whoMay('metrics')}`,
    responses: {
      200: { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
      ...keyProblems,
    },
  };
}

function health(operationId: string, summary: string, answers: Record<number, string>): Operation {
  const responses = Object.entries(answers).map(([status, description]) => [
    status,
    { description, content: json('Health') },
  ]);
  return {
    operationId,
    summary,
    security: [],
    responses: Object.fromEntries(responses) as Operation['responses'],
  };
}

/** Named JSON Schemas (draft 2020-12, which OpenAPI 3.1 uses). What is read is shown as callers write it. */
function toSchemas(schemas: Record<string, z.ZodType>): Json {
  const registry = z.registry<{ id: string }>();
  for (const schema of Object.values(schemas)) registry.add(schema, { id: String(schema.meta()?.id) });
  const { schemas: named } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (name) => `#/components/schemas/${name}`,
  });
  // zod keeps what several schemas share in a document of its own, which a JSON pointer cannot reach.
  const { [shared]: { $defs = {} } = {}, ...own } = named;
  const plain = Object.entries({ ...own, ...$defs }).map(
    ([name, { $schema: _dialect, $id: _address, id: _name, ...schema }]) => [name, schema],
  );
  const text = JSON.stringify(Object.fromEntries(plain));
  return JSON.parse(text.replaceAll(`/${shared}#/$defs/`, '/')) as Json;
}

/** Where zod puts schemas that have a name and are no part of the registry. */
const shared = '__shared';
