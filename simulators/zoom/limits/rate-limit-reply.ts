import type { RetryAfterForm } from '../faults/fault.js';
import { isoSeconds } from '../iso-seconds.js';
import type { Reply } from '../reply.js';
import { rateLimitCategory } from './rate-limit-category.js';
import type { RateLabel } from './rate-limit-table.js';

const perSecond = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const perDay =
  'You have reached the maximum daily rate limit for this API. ' +
  'Refer to the response header for details on when you can make another request.';

/** A documented 429 answer. Source: https://developers.zoom.us/docs/api/rate-limits/ */
export function rateLimitReply(limit: {
  kind: 'second' | 'daily';
  label: RateLabel;
  calls: number;
  retryAfter: RetryAfterForm;
  resumesAt: Date;
  now: Date;
}): Reply {
  return {
    status: 429,
    headers: {
      'X-RateLimit-Category': rateLimitCategory(limit.label),
      'X-RateLimit-Type': limit.kind === 'second' ? 'QPS' : 'Daily-limit',
      'X-RateLimit-Limit': String(limit.calls),
      'X-RateLimit-Remaining': '0',
      ...retryAfterHeader(limit.retryAfter, limit.resumesAt, limit.now),
    },
    body: { code: 429, message: limit.kind === 'second' ? perSecond : perDay },
  };
}

function retryAfterHeader(form: RetryAfterForm, resumesAt: Date, now: Date): Record<string, string> {
  const wholeSecond = new Date(Math.ceil(resumesAt.getTime() / 1_000) * 1_000);
  if (form === 'iso') return { 'Retry-After': isoSeconds(wholeSecond) };
  if (form === 'http-date') return { 'Retry-After': wholeSecond.toUTCString() };
  if (form === 'none') return {};
  return { 'Retry-After': String(Math.max(0, Math.ceil((resumesAt.getTime() - now.getTime()) / 1_000))) };
}
