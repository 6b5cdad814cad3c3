import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AppError } from '../errors.js';
import { callerOf } from './authenticate.js';

const windowMs = 60_000;

/** Lets every key make so many calls a minute; each answer tells what is left (RateLimit header fields, draft 8). */
export function limitCalls(callsPerMinute: number): RequestHandler {
  return rateLimit({
    windowMs,
    limit: callsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => callerOf(response).keyId,
    handler: (request) => {
      const { resetTime } =
        (request as typeof request & { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      const waitMs = Math.max(1_000, (resetTime?.getTime() ?? 0) - Date.now());
      throw new AppError(
        'rate_limited',
        `This key may make ${callsPerMinute} calls a minute. Wait as Retry-After says; asking for a request with "Prefer: wait=60" needs fewer calls.`,
        { retryAfterSeconds: Math.ceil(waitMs / 1_000) },
      );
    },
  }) as RequestHandler;
}

/** Lets every address try so many keys a minute, and every key be tried so often; those that are accepted do not count. */
export function limitSignIns(
  triesPerMinute: number,
  keyOf: (request: Request) => string | undefined,
): RequestHandler[] {
  const limiter = (keyGenerator: (request: Request) => string) =>
    rateLimit({
      windowMs,
      limit: triesPerMinute,
      standardHeaders: false,
      legacyHeaders: false,
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, response) => response.statusCode < 400,
      keyGenerator,
      validate: false,
      handler: () => {
        throw new AppError('rate_limited', 'Too many keys were tried. Wait a minute and try again.', {
          retryAfterSeconds: windowMs / 1_000,
        });
      },
    }) as RequestHandler;
  return [
    limiter((request) => `address ${request.socket.remoteAddress ?? ''}`),
    limiter((request) => `key ${keyOf(request) ?? ''}`),
  ];
}
