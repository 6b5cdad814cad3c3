/** One JSON object as the vendor sent it; integers beyond 2^53 are bigint. */
export type VendorRecord = Record<string, unknown>;

/** Query parameters of one call, without paging and dates. */
export type Query = Readonly<Record<string, string>>;

/** Whether a value is one JSON object: neither a list nor nothing. */
export const isVendorRecord = (value: unknown): value is VendorRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
