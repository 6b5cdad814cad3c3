import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { ByteRange } from './byte-range.js';

/** Streams a part of a file; breaks the connection off when the file holds less. */
export async function sendPart(
  file: string,
  size: number,
  { start, end }: ByteRange,
  response: Response,
): Promise<void> {
  const length = end - start + 1;
  response
    .status(206)
    .set({ 'Content-Range': `bytes ${start}-${end}/${size}`, 'Content-Length': String(length) });
  try {
    await pipeline(createReadStream(file, { start, end }), exactly(length), response);
  } catch (error) {
    // Whoever has gone away needs no answer.
    if (!response.headersSent) throw error;
  }
}

function exactly(length: number): Transform {
  let left = length;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      done(null, chunk);
    },
    flush: (done) => done(left === 0 ? null : new Error('The file ends before the part that is sent.')),
  });
}
