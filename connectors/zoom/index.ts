import { defineConnector } from '../../src/contract/index.js';
import { accountProbe } from './account-probe.js';
import { authorization } from './authorization.js';
import { conventions } from './conventions.js';
import { failures } from './failures.js';
import { notRead } from './not-read.js';
import { plans, rateLimits } from './rate-limits.js';
import { sources } from './sources/index.js';
import { findSubject, lookup, widerLookup } from './subject.js';
import { webhooks } from './webhooks.js';

/** Everything the product knows about Zoom. */
export const zoom = defineConnector({
  id: 'zoom',
  title: 'Zoom',
  plans,
  rateLimits,
  ownHosts: ['zoom.us', 'zoom.com', 'zoomgov.com'],
  apiPath: '/v2',
  // Zoom had no cloud recordings before 2013, and no other list reaches further back.
  earliestData: new Date('2013-01-01T00:00:00Z'),
  conventions,
  authorization,
  accountProbe,
  webhooks,
  failures,
  scopeRemedy: ({ granular, classic }) =>
    `Grant the Zoom app one of the granular scopes ${granular.join(', ')} or one of the classic scopes ${classic.join(', ')}, authorize it again and run the request again.`,
  lookup,
  widerLookup,
  findSubject,
  sources,
  notRead,
});
