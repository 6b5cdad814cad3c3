/** Any JSON value; a bigint is written with all its digits, as Zoom writes 64-bit integers. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** A JSON object; fields that are undefined are not written. */
export interface JsonObject {
  [field: string]: JsonValue | undefined;
}
