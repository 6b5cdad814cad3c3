import type { VendorFailure } from '../../src/contract/index.js';

/** Numbers that any operation can give: https://developers.zoom.us/docs/api/errors/, and those of tokens there. */
const general = [104, 124, 200, 300, 429, 1010, 1120, 2300, 2305, 2306, 4001];

/** Numbers of one family of operations, from their documents: https://developers.zoom.us/docs/api/ */
const byFamily: Readonly<Record<string, readonly number[]>> = {
  main: [
    ...[1001, 2001, 2024, 2031, 3000, 3001, 3161, 3301, 3303, 3309, 3310, 3322],
    ...[4130, 4400, 5301, 5411, 12702, 12703],
  ],
  phone: [301, 400, 1001, 1002, 2001, 2031, 3001, 7012, 7013, 12000, 12001, 12002, 12003, 15101, 15102],
};

/** Clips has small numbers of its own: https://developers.zoom.us/docs/api/clips/ */
const ofClips = { operations: /\/clips(\/|$)/, codes: [1002, 1003, 2000] };

/** Numbers of files, whose calls count under no family, beside those of the family that lists them. */
const ofFiles = [10002, 20001, 50002, 50003];

/** Single things and files of Zoom Phone: there the HTTP status stands as the number, in lists it does not. */
const mayBeMissing =
  /^\/phone\/(users\/\{subject\}(\/call_handling\/settings)?|voice_mails\/\{id\}|extension\/\{extension\}\/fax\/logs)$| |download/;

/** Numbers of tokens: https://developers.zoom.us/docs/api/errors/#oauth-error-codes */
export const isTokenCode = (code: number) => code >= 4700 && code <= 4741;

/**
 * Whether Zoom itself refuses: the answer holds a number that the operation can give. Gateways answer in JSON as well,
 * often with the HTTP status as the number. A rate limit may come without a body, but not without Zoom's headers.
 */
export function isOwnFailure({ status, code, family, endpoint, headers }: VendorFailure): boolean {
  if (code === undefined)
    return status === 429 && ['x-ratelimit-type', 'x-ratelimit-category'].some((name) => headers[name]);
  if (code === 404) return family === 'phone' && mayBeMissing.test(endpoint);
  const ofFamily = family === undefined ? Object.values(byFamily).flat() : (byFamily[family] ?? []);
  const isFile = endpoint.includes(' ');
  const own = [...(isFile ? ofFiles : []), ...(ofClips.operations.test(endpoint) ? ofClips.codes : [])];
  return isTokenCode(code) || [...general, ...ofFamily, ...own].includes(code);
}
