import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Request, Response } from 'express';
import type { FileStore } from '../files/file-store.js';
import type { ReportVersion } from '../storage/report-store.js';
import { holdLast, OtherDigest } from './hold-last.js';
import type { Seal } from './recipients.js';
import { nameOf } from './send-report.js';

/** Streams a file so that only the recipients' own keys open it; tells which programs do. */
export async function sendEncrypted(
  files: FileStore,
  key: string,
  report: ReportVersion,
  { encrypter, opensWith }: Seal,
  request: Request,
  response: Response,
  onDamage: () => Promise<void>,
): Promise<void> {
  const held = holdLast(report.sha256);
  // What it throws reaches whoever reads what is encrypted; here it is only looked at.
  held.on('error', () => undefined);
  const sealed = await encrypter.encrypt(Readable.toWeb(held) as globalThis.ReadableStream<Uint8Array>);
  response.set({
    'Content-Type': 'application/age',
    'Content-Disposition': `attachment; filename="${nameOf(report)}.age"`,
    'Content-Length': String(sealed.size(report.bytes)),
    // Every time it is encrypted anew: parts of two answers do not fit.
    'Accept-Ranges': 'none',
    'X-Opens-With': opensWith,
    'Cache-Control': 'private, no-store',
    'X-Accel-Buffering': 'no',
  });
  if (request.method === 'HEAD') {
    held.destroy();
    response.end();
    return;
  }
  const reading = files.read(key);
  reading.once('error', (error) => held.destroy(error));
  reading.pipe(held);
  try {
    await pipeline(Readable.fromWeb(sealed as ReadableStream), response);
  } catch (error) {
    // A connection that ends early is no report, and whoever has gone away needs no answer.
    if (!response.headersSent) throw error;
  } finally {
    reading.destroy();
    if (held.errored instanceof OtherDigest) await onDamage();
  }
}
