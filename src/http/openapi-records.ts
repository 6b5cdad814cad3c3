import { z } from 'zod';
import { keyProblems, problem, whoMay, type Operation } from './openapi-parts.js';

/** The kinds of sources of an installation. */
export const sourceListSchema = z
  .object({
    items: z.array(
      z.object({
        ...{ id: z.string(), connector: z.string(), title: z.string(), category: z.string() },
        ...{ docs: z.string(), schema_url: z.string() },
      }),
    ),
  })
  .meta({ id: 'SourceList' });

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const query = (name: string, schema: object) => ({ name, in: 'query', schema });

/** Records as rows, and their form. */
export function recordPaths(): Record<string, Record<string, Operation>> {
  return {
    '/v1/access-requests/{id}/records': {
      get: {
        operationId: 'readRecords',
        summary: 'Read the records of a report as lines of JSON',
        description: `For platforms that want rows and no zip. Each line is an object with \`kind\`: \`source\` (what happened to it), \`gap\` (what is missing, with reason and remedy; \`source\` is null where the person was not looked for everywhere), \`record\` (whole, as in the report), and at last \`end\`, with \`next_cursor\` where there is more. An answer without \`end\` broke off. Files are in the report only. With "Accept: application/json" the rows are one array. ${whoMay('report')}`,
        parameters: [
          id,
          query('source', { type: 'string' }),
          query('kinds', {
            type: 'string',
            description:
              'Which kinds of rows, separated by commas, such as `record,gap`; the end is always told where there is more.',
          }),
          query('cursor', { type: 'string' }),
          query('limit', { type: 'integer', minimum: 1, maximum: 100_000, default: 1_000 }),
          query('version', { type: 'integer', minimum: 1 }),
        ],
        responses: {
          200: {
            description: 'Lines of JSON.',
            content: { 'application/x-ndjson': { schema: { type: 'string' } } },
          },
          400: problem('`invalid_request`: a parameter or the cursor is wrong.'),
          ...keyProblems,
          404: problem('`not_found`: unknown, or a request of another key.'),
          409: problem('`report_not_ready`: there is no report yet; wait as `Retry-After` says.'),
          410: problem('`report_expired`: it was destroyed.'),
          500: problem('`report_damaged`: the stored report is not what was published.'),
        },
      },
    },
    '/v1/sources': {
      get: {
        operationId: 'listSources',
        summary: 'List the kinds of data that are read',
        description: whoMay('read'),
        responses: {
          200: {
            description: 'All sources of the installed connectors.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/SourceList' } } },
          },
          ...keyProblems,
        },
      },
    },
    '/v1/sources/{id}/schema': {
      get: {
        operationId: 'getSourceSchema',
        summary: 'The JSON Schema of the records of a source',
        description: `What is relied on, and what fields mean. Records are kept whole, so further fields are always allowed. ${whoMay('read')}`,
        parameters: [id],
        responses: {
          200: {
            description: 'A JSON Schema, 2020-12.',
            content: { 'application/schema+json': { schema: { type: 'object' } } },
          },
          ...keyProblems,
          404: problem('`not_found`: there is no such source.'),
        },
      },
    },
  };
}
