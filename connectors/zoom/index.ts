import { defineConnector } from '../../src/contract/index.js';
import { accountProbe } from './account-probe.js';
import { authorization } from './authorization.js';
import { conventions } from './conventions.js';
import { isOwnFailure } from './error-codes.js';
import { failures } from './failures.js';
import { notRead } from './not-read.js';
import { plans, rateLimits } from './rate-limits.js';
import { scopeRemedy } from './scope-remedy.js';
import { sources } from './sources/index.js';
import { findSubject, lookup } from './subject.js';
import { widerLookup } from './user-lists.js';
import { webhooks } from './webhooks.js';

/** Everything the product knows about Zoom. */
export const zoom = defineConnector({
  id: 'zoom',
  title: 'Zoom',
  settings: { prefix: 'ZOOM', apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' },
  plans,
  rateLimits,
  ownHosts: ['zoom.us', 'zoom.com', 'zoomgov.com'],
  apiPath: '/v2',
  conventions,
  authorization,
  accountProbe,
  webhooks,
  failures,
  isOwnFailure,
  scopeRemedy,
  lookup,
  widerLookup,
  findSubject,
  sources,
  notRead,
});
