import { randomUUID } from 'node:crypto';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import { accessRequestRoutes } from './access-requests.js';
import { authenticate } from './authenticate.js';
import { connectionRoutes } from './connections.js';
import { docsRoutes } from './docs.js';
import { jsonBody } from './json-body.js';
import { oauthRoutes } from './oauth.js';
import { handleErrors } from './problem.js';
import { webhookRoutes } from './webhooks.js';

/** Settings of the way in. */
export interface AppOptions {
  bootstrapKey?: string;
  /** Signs the vendor's calls to us; absent: they are refused. */
  webhookSecret?: string;
  /** How browsers reach the service, without a slash at the end. */
  publicUrl?: () => string;
}

/** The HTTP service: health, documentation, and the API behind keys. */
export function createApp(
  service: Service,
  { bootstrapKey, webhookSecret, publicUrl = () => '' }: AppOptions = {},
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.locals.requestId = randomUUID();
    response.set('X-Request-Id', response.locals.requestId as string);
    next();
  });
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } }));
  app.get('/livez', (_request, response) => void response.json({ status: 'live' }));
  app.get('/readyz', (_request, response) => {
    const isReady = service.isReady();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not_ready' });
  });
  app.use(docsRoutes(service.connector));
  app.use('/oauth', oauthRoutes(service, publicUrl));
  app.use('/v1', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // The vendor has no key of ours: its calls are known by their signature.
  app.use('/v1/webhooks', webhookRoutes(service, webhookSecret));
  app.use('/v1', authenticate(service, bootstrapKey));
  app.use('/v1', ...jsonBody());
  app.use('/v1/access-requests', accessRequestRoutes(service));
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

const paths: [RegExp, string[]][] = [
  [/^\/(livez|readyz|openapi\.yaml|docs)\/?$/, ['GET', 'HEAD']],
  [/^\/v1\/access-requests\/?$/, ['GET', 'HEAD', 'POST']],
  [/^\/v1\/access-requests\/[^/]+\/?$/, ['GET', 'HEAD', 'DELETE']],
  [/^\/v1\/access-requests\/[^/]+\/report\/?$/, ['GET', 'HEAD']],
  [/^\/v1\/connections\/?$/, ['GET', 'HEAD', 'POST']],
  [/^\/v1\/connections\/[^/]+\/?$/, ['GET', 'HEAD', 'PATCH', 'DELETE']],
  [/^\/v1\/connections\/[^/]+\/(authorize|test)\/?$/, ['POST']],
  [/^\/v1\/webhooks\/[^/]+\/?$/, ['POST']],
  [/^\/oauth\/(start\/[^/]+|callback)\/?$/, ['GET', 'HEAD']],
];

const methodsOf = (path: string) => paths.find(([form]) => form.test(path))?.[1];
