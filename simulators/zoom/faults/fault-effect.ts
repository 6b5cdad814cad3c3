import type { CallLogEntry } from '../call-log-entry.js';
import type { JsonObject, JsonValue } from '../json.js';
import { nextUtcMidnight } from '../limits/next-utc-midnight.js';
import { rateLimitReply } from '../limits/rate-limit-reply.js';
import { badPageToken } from '../lists/bad-page-token.js';
import { loginPage } from '../login-page.js';
import type { Reply } from '../reply.js';
import type { FaultRequest, FaultResponse, RetryAfterForm } from './fault.js';

/** How a body is spoilt on its way: which part is sent, and what follows. */
export interface SpoiltDelivery {
  kind: 'stall-body' | 'truncate' | 'reset-body';
  /** Bytes of the body that are sent; absent: half. */
  afterBytes?: number;
}

/** What a fault does to a request: cut or hold the connection, answer instead, or change the proper answer. */
export type FaultEffect =
  | { do: 'reset' | 'stall' }
  | { do: 'answer'; reply: Reply }
  | { do: 'deliver'; delivery: SpoiltDelivery }
  | { do: 'change'; change: (body: JsonObject) => JsonValue }
  | { do: 'cut-json' }
  | { do: 'repeat-page' }
  | { do: 'refuse-scope' };

/** Translates what a test asked for into what the server does. */
export function faultEffect(
  response: FaultResponse,
  request: FaultRequest,
  call: CallLogEntry,
  now: Date,
): FaultEffect {
  if (typeof response === 'object') {
    if ('transform' in response) return { do: 'change', change: (body) => response.transform(body, request) };
    if ('status' in response) return { do: 'answer', reply: response };
    if (!('retryAfter' in response)) return { do: 'deliver', delivery: response };
    const { kind, retryAfter, resumesInSeconds } = response;
    return { do: 'answer', reply: limited(kind, retryAfter, resumesInSeconds, call, now) };
  }
  switch (response) {
    case 'reset':
      return { do: 'reset' };
    case 'stall-headers':
      return { do: 'stall' };
    case 'stall-body':
    case 'truncate':
    case 'reset-body':
      return { do: 'deliver', delivery: { kind: response } };
    case 'html-200':
      return { do: 'answer', reply: loginPage };
    case 'malformed-json':
      return { do: 'cut-json' };
    case 'repeat-page-token':
      return { do: 'repeat-page' };
    case 'scope-104':
      return { do: 'refuse-scope' };
    case 'expire-page-token': {
      const refusal = badPageToken(call.family === 'phone' ? 400 : 300);
      return { do: 'answer', reply: { status: refusal.status, body: refusal.body() } };
    }
    case '429-second':
      return { do: 'answer', reply: limited(response, 'none', undefined, call, now) };
    case '429-daily':
      return { do: 'answer', reply: limited(response, 'iso', undefined, call, now) };
  }
}

function limited(
  kind: '429-second' | '429-daily',
  retryAfter: RetryAfterForm,
  resumesInSeconds: number | undefined,
  call: CallLogEntry,
  now: Date,
): Reply {
  const afterSeconds = resumesInSeconds ?? (kind === '429-second' ? 1 : undefined);
  return rateLimitReply({
    kind: kind === '429-second' ? 'second' : 'daily',
    label: call.label === 'none' ? 'light' : call.label,
    calls: kind === '429-second' ? 80 : 30_000,
    retryAfter,
    resumesAt:
      afterSeconds === undefined ? nextUtcMidnight(now) : new Date(now.getTime() + afterSeconds * 1_000),
    now,
  });
}
