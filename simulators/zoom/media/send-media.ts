import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SpoiltDelivery } from '../faults/fault-effect.js';
import { readByteRange, type ByteRange } from './byte-range.js';
import { mediaChunks } from './media-chunks.js';
import { endSpoilt } from '../send-reply.js';
import type { MediaFile } from './media-file.js';

/** Writes a file, or the range asked for; `If-Range` with another ETag gets the whole file. */
export async function sendMedia(
  request: IncomingMessage,
  response: ServerResponse,
  file: MediaFile,
  delivery?: SpoiltDelivery,
): Promise<void> {
  const etag = etagOf(file);
  const condition = request.headers['if-range'];
  const header = condition === undefined || condition === etag ? request.headers.range : undefined;
  const range = readByteRange(header, file.bytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${file.bytes}`, 'Content-Length': 0 }).end();
    return;
  }
  const sent = range === 'whole' ? { start: 0, end: file.bytes } : range;
  response.writeHead(range === 'whole' ? 200 : 206, {
    'Content-Type': file.contentType,
    'Content-Length': sent.end - sent.start,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${sent.start}-${sent.end - 1}/${file.bytes}` }),
  });
  if (delivery) await sendPart(response, file, sent, delivery);
  else await pipeline(Readable.from(mediaChunks(file, sent.start, sent.end)), response);
}

async function sendPart(
  response: ServerResponse,
  file: MediaFile,
  { start, end }: ByteRange,
  delivery: SpoiltDelivery,
) {
  const partEnd = Math.min(end, start + (delivery.afterBytes ?? Math.floor((end - start) / 2)));
  for (const chunk of mediaChunks(file, start, partEnd)) {
    await new Promise((written) => response.write(chunk, written));
  }
  endSpoilt(response, delivery);
}

function etagOf(file: MediaFile): string {
  const content = JSON.stringify([file.id, file.bytes, file.contentType, file.text]);
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}
