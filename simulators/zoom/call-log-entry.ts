import type { RateFamily, RateLabel } from './limits/rate-limit-table.js';

/** One request as the simulator saw it. */
export interface CallLogEntry {
  /** Arrival in milliseconds since 1970, with fractions, from a monotonic clock. */
  at: number;
  method: string;
  /** Path and query exactly as on the wire. */
  path: string;
  /** Template such as `/users/{userId}/recordings`, or `token`, `authorize`, `revoke`, `download`, `media`, `unknown`. */
  operation: string;
  family: RateFamily | 'none';
  label: RateLabel | 'none';
  /** 0 until answered, and for requests whose connection was cut. */
  status: number;
  /** Whether the request carried an Authorization header. */
  authorization: boolean;
}
