import type { JsonObject, JsonValue } from '../json.js';

/** What a fault sees of the request it answers. */
export interface FaultRequest {
  /** Operation as in the call log. */
  operation: string;
  /** Path and query as on the wire. */
  path: string;
  query: URLSearchParams;
}

/** Form of the `Retry-After` header. */
export type RetryAfterForm = 'none' | 'seconds' | 'http-date' | 'iso';

/** A fault by name; each has a form with settings below where it takes any. */
export type FaultName =
  /** The connection is reset before any answer. */
  | 'reset'
  /** Nothing is ever answered. */
  | 'stall-headers'
  /** Headers and half of the body, then silence. */
  | 'stall-body'
  /** Headers and half of the body, then the connection is closed. */
  | 'truncate'
  /** Headers and half of the body, then the connection is reset. */
  | 'reset-body'
  /** An HTML login page with status 200. */
  | 'html-200'
  /** The proper answer, cut in the middle of its JSON, with a matching Content-Length. */
  | 'malformed-json'
  /** 429 with the per-second message. */
  | '429-second'
  /** 429 with the daily message and `Retry-After` at the next UTC midnight as ISO 8601. */
  | '429-daily'
  /** 400 "The next page token is invalid or expired"; only takes requests that carry a token. */
  | 'expire-page-token'
  /** Whatever page is asked for, the first one comes, with one and the same token. */
  | 'repeat-page-token'
  /** The older refusal of a scope, code 104, whose body is not valid JSON. */
  | 'scope-104';

/** How a fault answers. */
export type FaultResponse =
  | FaultName
  /** A given answer; an object is written as JSON, a string as it is. */
  | { status: number; headers?: Record<string, string>; body?: JsonValue }
  /** Part of the proper answer: `afterBytes` of its body, default half. */
  | { kind: 'stall-body' | 'truncate' | 'reset-body'; afterBytes?: number }
  /** A rate limit; `resumesInSeconds` defaults to 1, for the daily one to the next UTC midnight. */
  | { kind: '429-second' | '429-daily'; retryAfter: RetryAfterForm; resumesInSeconds?: number }
  /** A changed proper answer: what the function returns is written instead. */
  | { transform: (body: JsonObject, request: FaultRequest) => JsonValue };

/** A fault to be injected. */
export interface FaultOptions {
  /** Operation template or name, or raw path with or without its query; absent: every request. */
  operation?: string | RegExp;
  /** How many requests it answers; default 1, Infinity allowed. */
  times?: number;
  /** How many matching requests pass untouched before; default 0. */
  skip?: number;
  respond: FaultResponse;
  /** Told before each answer, so that one fault can bring others along. */
  onHit?: () => void;
}

/** An injected fault. */
export interface InjectedFault {
  /** Requests it has answered so far. */
  readonly hits: number;
  remove(): void;
}

/** The faults of one simulator; the first that matches a request answers it. */
export interface Faults {
  add(fault: FaultOptions): InjectedFault;
  clear(): void;
}
