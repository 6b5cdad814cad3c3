import { z } from 'zod';
import { header, json, problem, whoMay, type Json, type Operation } from './openapi-parts.js';
import { listSchema } from '../api/schemas.js';

const prefer = {
  name: 'Prefer',
  in: 'header',
  description: '`wait=N`: answer when the request has finished, or after N seconds (at most 60). RFC 7240.',
  schema: { type: 'string' },
  example: 'wait=30',
};
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const notFound = problem('`not_found`: unknown, or a request of another key.');
const unauthorized = problem('`unauthorized`: no valid key.');
const forbidden = problem('`forbidden`: the role of the key may not do this.');
const requestHeaders = {
  'Retry-After': header('Seconds to wait before asking again, while the request is unfinished.'),
  'Preference-Applied': header('The wait that was granted.'),
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A text of your own, such as a UUID, kept as long as the report: the same key with the same body gives the same request, however often and however fast it is sent.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const createHeaders = {
  Location: header('Address of the request.'),
  'Idempotency-Replayed': header('`true`: the request was made by an earlier call with this key.'),
  ...requestHeaders,
};

/** Operations of `/v1/access-requests`; how reports are handed out stands beside them. */
export function requestPaths(): Record<string, Record<string, Operation>> {
  return {
    '/v1/access-requests': { post: createOperation(), get: listOperation() },
    '/v1/access-requests/search': { post: searchOperation() },
    '/v1/access-requests/plan': { post: planOperation() },
    '/v1/access-requests/{id}/events': { get: eventsOperation() },
    '/v1/access-requests/{id}': { get: readOperation(), delete: cancelOperation() },
    '/v1/access-requests/{id}/retry': { post: retryOperation() },
  };
}

function searchOperation(): Operation {
  return {
    operationId: 'searchAccessRequests',
    summary: 'Find requests by reference, id or e-mail',
    description: `The text stands in the body, so that no address gets into logs of addresses. ${whoMay('read')}`,
    requestBody: { required: true, content: json('Search') },
    responses: {
      200: { description: 'At most 100, newest first.', content: json('AccessRequestList') },
      400: problem('`invalid_request`: the text is missing or too long.'),
      401: unauthorized,
      403: forbidden,
    },
  };
}

function planOperation(): Operation {
  return {
    operationId: 'planAccessRequest',
    summary: 'Look ahead: what an order would ask',
    description: `The person is looked for; nothing else is asked, and nothing is kept. ${whoMay('create')}`,
    requestBody: { required: true, content: json('AccessRequestOrder') },
    responses: {
      200: { description: 'The plan.', content: json('Plan') },
      400: problem('`invalid_request`: the fields under `errors` are wrong.'),
      401: unauthorized,
      403: forbidden,
      409: problem('`account_not_usable`: the account refused, or could not be reached.'),
    },
  };
}

function eventsOperation(): Operation {
  return {
    operationId: 'followAccessRequest',
    summary: 'Follow a request',
    description: `Server-sent events: \`status\` for each change, with its number as id; \`progress\` with status and sources as they are; \`done\` at the end. \`Last-Event-ID\` goes on after a lost connection, also after a restart of the service. ${whoMay('read')}`,
    parameters: [
      id,
      {
        ...{ name: 'after', in: 'query', schema: { type: 'integer', minimum: 0 } },
        description: 'Number of the last change that is known.',
      },
    ],
    responses: {
      200: {
        description: 'The stream.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      401: unauthorized,
      403: forbidden,
      404: notFound,
    },
  };
}

function createOperation(): Operation {
  return {
    operationId: 'createAccessRequest',
    summary: 'Ask for everything about a person',
    description: `202 means that the request is on the disk and will be worked on, also after a restart. ${whoMay('create')}`,
    parameters: [prefer, idempotencyKey],
    requestBody: { required: true, content: json('AccessRequestOrder') },
    responses: {
      200: {
        description: 'Finished within the preferred wait.',
        headers: createHeaders,
        content: json('AccessRequest'),
      },
      202: {
        description: 'Accepted.',
        headers: createHeaders,
        content: json('AccessRequest'),
      },
      400: problem('`invalid_request`: the fields that are wrong are named.'),
      401: unauthorized,
      403: forbidden,
      404: problem('`not_found`: there is no such connection.'),
      413: problem('`body_too_large`: more than 64 KiB.'),
      415: problem('`unsupported_media_type`: not JSON.'),
      422: problem('`idempotency_key_reused`: the key was sent with another body before.'),
      429: problem('`queue_full` or `rate_limited`: wait as `Retry-After` says.'),
      503: problem('`shutting_down`: send it again shortly.'),
      507: problem('`disk_full`: nothing was stored; send it again when there is space.'),
    },
  };
}

function listOperation(): Operation {
  const { properties, required = [] } = z.toJSONSchema(listSchema, { io: 'input' }) as {
    properties: Record<string, Json>;
    required?: string[];
  };
  return {
    operationId: 'listAccessRequests',
    summary: 'List requests, newest first',
    description: whoMay('read'),
    parameters: Object.entries(properties).map(([name, schema]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      schema: name === 'limit' ? { type: 'integer', minimum: 1, maximum: 200, default: 50 } : schema,
    })),
    responses: {
      200: { description: 'A page of requests.', content: json('AccessRequestList') },
      400: problem('`invalid_request`: a filter or the cursor is wrong.'),
      401: unauthorized,
      403: forbidden,
    },
  };
}

function readOperation(): Operation {
  return {
    operationId: 'getAccessRequest',
    summary: 'See how far a request has come',
    description: whoMay('read'),
    parameters: [id, prefer],
    responses: {
      200: { description: 'The request.', headers: requestHeaders, content: json('AccessRequest') },
      401: unauthorized,
      403: forbidden,
      404: notFound,
    },
  };
}

function cancelOperation(): Operation {
  return {
    operationId: 'cancelAccessRequest',
    summary: 'Cancel an unfinished request, or destroy what a finished one holds',
    description: `Of an unfinished request, what it has collected is removed; of one that is being retried, the retry ends. Of a finished request the report in all its versions, and everything that names the person, is destroyed at once. ${whoMay('cancel')}`,
    parameters: [id],
    responses: {
      200: { description: 'The cancelled or emptied request.', content: json('AccessRequest') },
      401: unauthorized,
      403: forbidden,
      404: notFound,
      409: problem('`already_finished`: nothing is left to remove.'),
    },
  };
}

function retryOperation(): Operation {
  return {
    operationId: 'retryAccessRequest',
    summary: 'Ask again for what is missing',
    description: `Only gaps and failed sources are asked again. The next report is a new version; earlier ones stay until they expire. A request that is paused with the problem \`quarantined\` goes on at once. ${whoMay('cancel')}`,
    parameters: [id, prefer],
    responses: {
      200: { description: 'Finished within the preferred wait.', content: json('AccessRequest') },
      202: { description: 'Accepted.', headers: requestHeaders, content: json('AccessRequest') },
      401: unauthorized,
      403: forbidden,
      404: notFound,
      409: problem('`not_finished`: it is still worked on. `nothing_to_retry`: nothing is missing.'),
      410: problem('`report_expired`: its time is over.'),
      503: problem('`shutting_down`: send it again shortly.'),
    },
  };
}
