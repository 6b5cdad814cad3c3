import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { ProgressFeed } from '../api/progress-feed.js';
import { defaultLimits } from '../default-limits.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import { accessRequestRoutes } from './access-requests.js';
import { requireRight } from '../api/caller.js';
import { apiKeyRoutes } from './api-keys.js';
import { authenticate, callerOf } from './authenticate.js';
import { callbackRoutes } from './callbacks.js';
import { connectionRoutes } from './connections.js';
import { Deliveries } from './deliveries.js';
import { docsRoutes } from './docs.js';
import { jsonBody } from './json-body.js';
import { ledgerRoutes } from './ledger.js';
import { limitCalls } from './limit-calls.js';
import { oauthRoutes } from './oauth.js';
import { observeCalls } from './observe-calls.js';
import { handleErrors } from './problem.js';
import { recordRoutes, sourceRoutes } from './records.js';
import { reportLinkRoutes } from './report-links.js';
import { methodsOf } from './routes.js';
import { webhookRoutes } from './webhooks.js';

/** Settings of the way in. */
export interface AppOptions {
  bootstrapKey?: string;
  /** How browsers reach the service, without a slash at the end. */
  publicUrl?: () => string;
  /** Calls every key may make in a minute. */
  callsPerMinute?: number;
  /** Follows what is handed out. */
  deliveries?: Deliveries;
  /** Follows requests for those who watch them. */
  feed?: ProgressFeed;
  /** Pages for people, below `/console`. */
  pages?: RequestHandler;
}

/** The HTTP service: health, documentation, and the API behind keys. */
export function createApp(
  service: Service,
  {
    bootstrapKey,
    publicUrl = () => '',
    callsPerMinute = defaultLimits.callsPerMinute,
    deliveries = new Deliveries(),
    pages,
    feed = new ProgressFeed(service),
  }: AppOptions = {},
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(observeCalls(service.logger, service.metrics), deliveries.noteNextCall);
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } }));
  app.get('/livez', (_request, response) => void response.json({ status: 'live' }));
  app.get('/readyz', async (_request, response) => {
    const isReady = await service.isReady();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not_ready' });
  });
  app.get('/metrics', authenticate(service, bootstrapKey), async (_request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'metrics');
    response
      .set('Cache-Control', 'no-store')
      .type(service.metrics.contentType)
      .send(await service.metrics.text(caller.connections));
  });
  app.use(docsRoutes(service.connectors.all));
  app.use('/oauth', oauthRoutes(service, publicUrl));
  app.use('/reports', reportLinkRoutes(service, publicUrl, deliveries));
  if (pages) app.use('/console', pages);
  app.use('/v1', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // The vendor has no key of ours: its calls are known by their signature.
  app.use('/v1/webhooks', webhookRoutes(service));
  app.use('/v1', authenticate(service, bootstrapKey), limitCalls(callsPerMinute));
  app.use('/v1', ...jsonBody());
  app.use('/v1/access-requests', accessRequestRoutes(service, publicUrl, deliveries, feed));
  app.get('/v1/signing-keys', (_request, response) => {
    const { id, x, pem } = service.signer.publicKey;
    response.json({
      keys: [{ ...{ kid: id, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }, x, pem }],
    });
  });
  app.use('/v1/access-requests', recordRoutes(service));
  app.use('/v1/sources', sourceRoutes(service));
  app.use('/v1/callbacks', callbackRoutes(service));
  app.use('/v1/api-keys', apiKeyRoutes(service));
  app.use('/v1/ledger', ledgerRoutes(service, deliveries));
  app.use('/v1/connections', connectionRoutes(service, publicUrl));
  app.use((request) => {
    const known = methodsOf(request.path);
    if (known && !known.includes(request.method)) {
      request.res?.set('Allow', known.join(', '));
      throw new AppError('method_not_allowed', `Use ${known.join(' or ')} here.`);
    }
    throw new AppError('not_found', 'There is nothing at this address. The API is described at /docs.');
  });
  app.use(handleErrors(service.logger));
  return app;
}
