import { json, keyProblems, problem, type Operation } from './openapi-parts.js';

const whoMayManage = 'Role: admin, with a key that is not limited to connections.';
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const unknown = problem('`not_found`: there is no active key with this id.');

/** Operations of `/v1/api-keys`. */
export function keyPaths(): Record<string, Record<string, Operation>> {
  return {
    '/v1/api-keys': {
      get: {
        operationId: 'listApiKeys',
        summary: 'List all keys, without their secrets',
        description: whoMayManage,
        responses: {
          200: { description: 'All, also revoked ones.', content: json('ApiKeyList') },
          ...keyProblems,
        },
      },
      post: {
        operationId: 'makeApiKey',
        summary: 'Make a key',
        description: `The key itself is in this answer and never again. ${whoMayManage}`,
        requestBody: { required: true, content: json('ApiKeyOrder') },
        responses: {
          201: { description: 'Made.', content: json('ApiKey') },
          400: problem('`invalid_request`: the fields under `errors` are wrong.'),
          ...keyProblems,
        },
      },
    },
    '/v1/api-keys/{id}': {
      delete: {
        operationId: 'revokeApiKey',
        summary: 'Revoke a key',
        description: `It ends at once, and with it every session it was exchanged for. ${whoMayManage}`,
        parameters: [id],
        responses: {
          200: { description: 'Revoked.', content: json('ApiKey') },
          ...keyProblems,
          404: unknown,
        },
      },
    },
    '/v1/api-keys/{id}/rotate': {
      post: {
        operationId: 'rotateApiKey',
        summary: 'Make the next key of the same owner',
        description: `Both are accepted until the old one is revoked. ${whoMayManage}`,
        parameters: [id],
        responses: {
          201: { description: 'Made.', content: json('ApiKey') },
          ...keyProblems,
          404: unknown,
          409: problem('`too_many_keys`: two keys of this owner are active already.'),
        },
      },
    },
  };
}
