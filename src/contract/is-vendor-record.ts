import type { VendorRecord } from './source.js';

/** Whether a value is one JSON object: neither a list nor nothing. */
export const isVendorRecord = (value: unknown): value is VendorRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
