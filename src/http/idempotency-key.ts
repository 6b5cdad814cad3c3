import { AppError } from '../errors.js';

/** 1 to 255 printable characters, as they are or as a quoted string. */
const form = /^(?:"([ !#-~]{1,255})"|([!#-~]{1,255}))$/;

/**
 * Reads the `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header); undefined: there is none.
 * Throws AppError for a text that is no key.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, quoted, plain] = form.exec(String(header)) ?? [];
  const key = quoted ?? plain;
  if (key !== undefined) return key;
  throw new AppError(
    'invalid_request',
    'The Idempotency-Key must be 1 to 255 printable ASCII characters, such as a UUID.',
    { fields: [{ pointer: '', detail: 'has an unusable Idempotency-Key header' }] },
  );
}
