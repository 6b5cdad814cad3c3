import type { JsonValue } from './json.js';

/** An answer before it is written; a string body is written as it is, anything else as JSON. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: JsonValue;
}
