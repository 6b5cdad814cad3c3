import { authenticate } from './authenticate.js';
import type { CallLogEntry } from './call-log-entry.js';
import { nextUtcMidnight } from './limits/next-utc-midnight.js';
import { rateLimitCategory } from './limits/rate-limit-category.js';
import { rateLimitReply } from './limits/rate-limit-reply.js';
import type { RateLabel } from './limits/rate-limit-table.js';
import type { Admission, RateLimiter } from './limits/rate-limiter.js';
import type { OperationMatch } from './match-operation.js';
import type { Operation } from './operation.js';
import { Refusal } from './refusal.js';
import type { Reply } from './reply.js';
import { requireScope } from './require-scope.js';
import type { ZoomState } from './zoom-state.js';

/** One request to the REST API. */
export interface ApiRequest {
  call: CallLogEntry;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  match: OperationMatch | undefined;
}

/** The proper answer: token, then rate limit, then scope, then the operation. */
export function apiReply(request: ApiRequest, state: ZoomState, limiter: RateLimiter): Reply {
  try {
    const { match, call, path, query } = request;
    if (!match || call.method !== 'GET')
      throw new Refusal(400, 2300, `This API endpoint is not recognized: ${path}`);
    const { operation, parameters } = match;
    const access = authenticate(request.authorization, state);
    const admission = admit(request, operation, state, limiter);
    if (admission?.refusedBy) return refusedByLimit(request, admission, state);
    requireScope(access, operation);
    const reply = operation.answer({ operation, parameters, path, query, access, state });
    return admission
      ? { ...reply, headers: { ...rateLimitHeaders(operation.label, admission), ...reply.headers } }
      : reply;
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body(), headers: error.headers };
    throw error;
  }
}

function admit(
  { call }: ApiRequest,
  { family, label }: Operation,
  { settings }: ZoomState,
  limiter: RateLimiter,
) {
  return settings.enforceRateLimits ? limiter.admit(family, label, call.at) : undefined;
}

function refusedByLimit(
  { call }: ApiRequest,
  { refusedBy, limit }: Admission,
  { settings }: ZoomState,
): Reply {
  const now = settings.now();
  return rateLimitReply({
    kind: refusedBy ?? 'second',
    label: call.label === 'none' ? 'light' : call.label,
    calls: limit,
    retryAfter: refusedBy === 'daily' ? 'iso' : 'none',
    resumesAt: nextUtcMidnight(now),
    now,
  });
}

function rateLimitHeaders(label: RateLabel, { limit, remaining }: Admission): Record<string, string> {
  return {
    'X-RateLimit-Category': rateLimitCategory(label),
    'X-RateLimit-Type': 'QPS',
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
  };
}
