import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Encrypter } from 'age-encryption';
import type { Response } from 'express';
import { z } from 'zod';
import { AppError } from '../errors.js';
import type { ReportVersion } from '../storage/report-store.js';
import { holdLast, OtherDigest } from './hold-last.js';
import { nameOf } from './send-report.js';

/** A recipient of age files: https://age-encryption.org/v1 */
export const recipientSchema = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a recipient of age (X25519), such as age1…');

/** What encrypts for a recipient. Throws AppError when it is none. */
export function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
    return encrypter;
  } catch (cause) {
    throw new AppError('invalid_request', 'The recipient is not one of age: its check digits are wrong.', {
      cause,
      fields: [{ pointer: '/recipient', detail: 'is not a recipient of age' }],
    });
  }
}

/** Streams a file so that only the recipient's own key opens it. */
export async function sendEncrypted(
  file: string,
  report: ReportVersion,
  encrypter: Encrypter,
  onDamage: () => void,
  response: Response,
): Promise<void> {
  const held = holdLast(report.sha256).once('error', (error) => {
    if (error instanceof OtherDigest) onDamage();
  });
  const reading = createReadStream(file, { highWaterMark: 1024 * 1024 });
  reading.once('error', (error) => held.destroy(error));
  const plain = Readable.toWeb(reading.pipe(held));
  const sealed = await encrypter.encrypt(plain as globalThis.ReadableStream<Uint8Array>);
  response.set({
    'Content-Type': 'application/age',
    'Content-Disposition': `attachment; filename="${nameOf(report)}.age"`,
    'Cache-Control': 'private, no-store',
    'X-Accel-Buffering': 'no',
  });
  try {
    await pipeline(Readable.fromWeb(sealed as ReadableStream), response);
  } catch (error) {
    // A connection that ends early is no report, and whoever has gone away needs no answer.
    if (!response.headersSent) throw error;
  } finally {
    reading.destroy();
  }
}
