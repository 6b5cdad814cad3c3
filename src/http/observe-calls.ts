import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import type { Caller } from '../api/caller.js';
import { routeOf } from './routes.js';

/** Asked again and again by machines: not worth a line each. */
const quiet = ['/livez', '/readyz', '/metrics'];

/** Gives every call an id, which its answer, its log lines and the ledger carry, and measures it by its template. */
export function observeCalls(logger: Logger, metrics: Pick<Metrics, 'served'>): RequestHandler {
  return (request, response, next) => {
    const httpRequestId = randomUUID();
    response.locals.requestId = httpRequestId;
    response.set('X-Request-Id', httpRequestId);
    const started = performance.now();
    // Routers shorten the path while they work.
    const route = routeOf(request.path) ?? 'unknown';
    const { method } = request;
    response.once('close', () => {
      const durationMs = Math.round(performance.now() - started);
      const { statusCode: httpStatus } = response;
      metrics.served({ method: known(method), route, status: httpStatus, seconds: durationMs / 1_000 });
      if (quiet.includes(route)) return;
      const keyId = (response.locals.caller as Caller | undefined)?.keyId;
      logger.info(
        { httpRequestId, method: known(method), route, httpStatus, durationMs, keyId },
        'http request',
      );
    });
    next();
  };
}

/** Methods of callers' own invention would make a time series each. */
const known = (method: string) =>
  ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'].includes(method) ? method : '_OTHER';
