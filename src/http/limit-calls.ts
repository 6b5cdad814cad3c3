import type { RequestHandler } from 'express';
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
