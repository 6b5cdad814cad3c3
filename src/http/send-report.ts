import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../errors.js';
import type { FileStore } from '../files/file-store.js';
import { choosePart } from './byte-range.js';
import { holdLast, OtherDigest } from './hold-last.js';
import type { Span } from '../storage/download-store.js';
import type { ReportVersion } from '../storage/report-store.js';

/** Name of the file a report is handed out as. */
export const nameOf = ({ requestId, version }: ReportVersion) =>
  `access-report-${requestId}${version === 1 ? '' : `-${version}`}.zip`;

/** What happens around the bytes of a report. */
export interface Sending {
  /** Called before the first byte; gives what is told how many bytes go out. */
  begin: (given: Span, range: string | undefined) => Promise<(bytes: number) => void>;
  onDamage: () => Promise<void>;
}

/**
 * Sends a report as an attachment, also in ranges. The whole of it is digested while it goes out, and its last
 * bytes go only when the digest is right: a connection that ends early is no report.
 */
export async function sendReport(
  files: FileStore,
  key: string,
  report: ReportVersion,
  [request, response]: [Request, Response],
  { begin, onDamage }: Sending,
): Promise<void> {
  const { sha256, bytes } = report;
  const tag = `"${sha256}"`;
  // Ranges are for what is sent: HEAD has none (RFC 9110, section 14.2).
  const isHead = request.method === 'HEAD';
  const part = choosePart(isHead ? { ...request.headers, range: undefined } : request.headers, tag, bytes);
  // RFC 9110, section 15.5.17
  if (part === 'unsatisfiable') response.set('Content-Range', `bytes */${bytes}`);
  if (part === 'unsatisfiable' || part === 'not-as-expected') throw refusals[part]();
  const isPart = typeof part === 'object';
  const given = isPart ? part : { first: 0, last: bytes - 1 };
  const range = isPart ? request.headers.range?.slice(0, 100) : undefined;
  const count = isHead || part === 'not-modified' ? undefined : await begin(given, range);
  response.set({
    ETag: tag,
    // RFC 9530: of the whole zip, also where a range of it is sent.
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
  });
  if (part === 'not-modified') {
    response.status(304).end();
    return;
  }
  const length = given.last - given.first + 1;
  response.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${nameOf(report)}"`,
    'Content-Length': String(length),
    // A proxy that stores the answer would hide from us that its client has gone (nginx reads this).
    'X-Accel-Buffering': 'no',
  });
  if (isPart) response.status(206).set('Content-Range', `bytes ${given.first}-${given.last}/${bytes}`);
  if (!count) {
    response.end();
    return;
  }
  const reading = files.read(key, { start: given.first, end: given.last, blockBytes: 256 * 1024 });
  const whole = isPart ? [] : [holdLast(sha256)];
  try {
    await pipeline([reading, ...whole, counting(length, count), response]);
  } catch (error) {
    if (error instanceof OtherDigest) await onDamage();
    // Whoever has gone away needs no answer.
    if (!response.headersSent) throw error;
  }
}

const refusals = {
  unsatisfiable: () =>
    new AppError(
      'range_not_satisfiable',
      'The range lies outside the report: Content-Range tells its size. What is complete already needs no more.',
    ),
  'not-as-expected': () =>
    new AppError(
      'not_as_expected',
      'The report is another one than If-Match names: it was made anew. Fetch it from its beginning.',
    ),
};

/** Passes bytes through and counts them; another number than announced ends the response before its end. */
function counting(announced: number, count: (bytes: number) => void): Transform {
  let left = announced;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      count(chunk.length);
      done(null, chunk);
    },
    flush(done) {
      done(left === 0 ? null : new OtherDigest());
    },
  });
}
