import type { IncomingMessage } from 'node:http';
import type { CallLogEntry } from './call-log-entry.js';
import { monotonicNow } from './monotonic-clock.js';

/** The log entry of a request that has just arrived. */
export function entryOf(
  request: IncomingMessage,
  { operation, family, label }: Pick<CallLogEntry, 'operation' | 'family' | 'label'>,
): CallLogEntry {
  return {
    at: monotonicNow(),
    method: request.method ?? '',
    path: request.url ?? '',
    operation,
    family,
    label,
    status: 0,
    authorization: request.headers.authorization !== undefined,
  };
}
