import { header, json, keyProblems, problem, whoMay, type Operation } from './openapi-parts.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const notFound = problem('`not_found`: there is no such connection, or the key does not reach it.');
const invalid = problem('`invalid_request`: the fields that are wrong are named.');
const inUse = problem('`connection_in_use` or `set_by_environment`: the detail says what to do.');
const bodyProblems = {
  413: problem('`body_too_large`: more than 64 KiB.'),
  415: problem('`unsupported_media_type`: not JSON.'),
};

/** Operations of `/v1/connections`, the vendor's calls and the pages of a consent. */
export function connectionPaths(): Record<string, Record<string, Operation>> {
  return {
    '/v1/connections': { get: list(), post: create() },
    '/v1/connections/{id}': { get: read(), patch: change(), delete: remove() },
    '/v1/connections/{id}/scopes': { get: scopes() },
    '/v1/connections/{id}/authorize': { post: authorize() },
    '/v1/connections/{id}/test': { post: test() },
    '/v1/webhooks/{connector}': { post: webhook('receiveVendorCall', ['connector']) },
    '/v1/webhooks/{connector}/{connection}': {
      post: webhook('receiveVendorCallOfConnection', ['connector', 'connection']),
    },
    '/oauth/start/{link}': { get: showStart(), post: start() },
    '/oauth/callback': { get: finish() },
  };
}

const list = (): Operation => ({
  operationId: 'listConnections',
  summary: 'List the connected accounts',
  description: whoMay('connections'),
  responses: {
    200: { description: 'All the key reaches.', content: json('ConnectionList') },
    ...keyProblems,
  },
});

const create = (): Operation => ({
  operationId: 'createConnection',
  summary: 'Connect an account',
  description: `With \`account_id\` the connection is server-to-server and ready; without it, make a link with \`authorize\` and let an admin consent. ${whoMay('connections')}`,
  requestBody: { required: true, content: json('ConnectionOrder') },
  responses: {
    201: {
      description: 'Made.',
      headers: { Location: header('Address of the connection.') },
      content: json('Connection'),
    },
    400: invalid,
    ...keyProblems,
    409: problem('`account_already_connected`: the account has a connection already.'),
    ...bodyProblems,
  },
});

const read = (): Operation => ({
  operationId: 'getConnection',
  summary: 'See a connection',
  description: `Credentials and tokens are never shown. ${whoMay('connections')}`,
  parameters: [id],
  responses: {
    200: { description: 'The connection.', content: json('Connection') },
    ...keyProblems,
    404: notFound,
  },
});

const change = (): Operation => ({
  operationId: 'changeConnection',
  summary: 'Change label, plan, rate share, sources, retention or secrets',
  description: `Plan, rate share, sources and client secret only while no request of the connection runs. ${whoMay('connections')}`,
  parameters: [id],
  requestBody: { required: true, content: json('ConnectionChange') },
  responses: {
    200: { description: 'The changed connection.', content: json('Connection') },
    400: invalid,
    ...keyProblems,
    404: notFound,
    409: inUse,
    ...bodyProblems,
  },
});

const remove = (): Operation => ({
  operationId: 'removeConnection',
  summary: 'Remove a connection',
  description: `Revokes the tokens at the vendor and destroys the keys of everything sealed for it. ${whoMay('connections')}`,
  parameters: [id],
  responses: {
    200: { description: 'Removed.', content: json('RemovedConnection') },
    ...keyProblems,
    404: notFound,
    409: inUse,
  },
});

const authorize = (): Operation => ({
  operationId: 'authorizeConnection',
  summary: 'Make a link for somebody who may consent',
  description: whoMay('connections'),
  parameters: [id],
  responses: {
    200: {
      description: 'The link, for one use within ten minutes; looking at it uses nothing up.',
      content: json('ConsentStart'),
    },
    400: problem('`invalid_request`: the connection is server-to-server and needs no consent.'),
    ...keyProblems,
    404: notFound,
  },
});

const scopes = (): Operation => ({
  operationId: 'listConnectionScopes',
  summary: 'Scopes to grant for what a connection reads',
  description: whoMay('connections'),
  parameters: [
    id,
    {
      ...{ name: 'sources', in: 'query', schema: { type: 'string', maxLength: 2_000 } },
      description: 'Ids and groups of sources, separated by commas; absent: those of the connection.',
    },
  ],
  responses: {
    200: { description: 'Each once, in report order.', content: json('ScopeList') },
    ...keyProblems,
    404: notFound,
  },
});

const test = (): Operation => ({
  operationId: 'testConnection',
  summary: 'Test a connection, source by source',
  description: `Judges by the granted scopes first and by light calls per source second, for one user, and where that one lacks a licence for up to four others. "ok" means that every source is proved. No personal data is kept. ${whoMay('connections')}`,
  parameters: [id],
  requestBody: { required: false, content: json('ConnectionTestOrder') },
  responses: {
    200: { description: 'What can be read, and what to do.', content: json('ConnectionTest') },
    ...keyProblems,
    404: notFound,
  },
});

const webhook = (operationId: string, parameters: string[]): Operation => ({
  operationId,
  summary: parameters.includes('connection') ? 'Calls of the vendor for a connection' : 'Calls of the vendor',
  description:
    'Known by their signature over the raw body, within five minutes; the removal of the app however late. Signed with the secret of the installation, or with one of the connections; with a connection in the address, only with its own. A removal is stored before it is answered; one that comes again is taken, and acted on once.',
  security: [],
  parameters: parameters.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
  responses: {
    200: {
      description: 'The answer to a validation.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    204: { description: 'Taken.' },
    400: problem('`invalid_request`: no JSON object.'),
    401: problem('`signature_invalid`: forged or too old.'),
    404: problem('`not_found`: no such connector, or no secret is configured.'),
    413: problem('`body_too_large`: more than 64 KiB.'),
    500: problem('`internal_error`: nothing was taken; the vendor sends it again.'),
  },
});

const html = (description: string) => ({
  description,
  content: { 'text/html': { schema: { type: 'string' } } },
});
const link = [{ name: 'link', in: 'path', required: true, schema: { type: 'string' } }];
const forBrowsers = { description: 'For browsers; needs no key.', security: [] };
const retold = html('It has ended in this browser without a connection, and why.');
const notUsable = html('It was used in another browser, or is too old.');

const showStart = (): Operation => ({
  operationId: 'showConsentStart',
  summary: 'A page with a button; looking does not use the link up',
  ...forBrowsers,
  parameters: link,
  responses: {
    200: html('The page; in a browser that has consented already, that it has.'),
    400: retold,
    403: notUsable,
    409: retold,
  },
});

const start = (): Operation => ({
  operationId: 'startConsent',
  summary: 'Go to the consent page of the vendor',
  description:
    'For browsers; needs no key. Uses the link up; the browser that did may press the button again until it has consented.',
  security: [],
  parameters: link,
  responses: {
    200: html('This browser has consented already.'),
    303: { description: 'To the vendor.' },
    400: retold,
    403: notUsable,
    409: retold,
    500: html('The credentials of the connection cannot be read; the link is not used up.'),
  },
});

const finish = (): Operation => ({
  operationId: 'finishConsent',
  summary: 'Come back from the consent page of the vendor',
  description:
    'For browsers; needs no key. Called again in the same browser, it tells how the consent ended, until ten minutes after its link was made.',
  security: [],
  parameters: ['state', 'code', 'error'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
  responses: {
    200: html('Connected.'),
    400: html('Not connected, and why.'),
    403: html('The consent cannot be taken, in words.'),
    409: html('The account is connected already, or the consent does not hold any more.'),
  },
});
