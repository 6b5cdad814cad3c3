import { createCipheriv, createHash } from 'node:crypto';
import type { MediaFile } from './media-file.js';
import { mediaFrame } from './media-frame.js';

const blockBytes = 1_048_576;
const stampBytes = 16;
const zeros = Buffer.alloc(blockBytes);

/**
 * Bytes `start` to `end` (not included) of a file in large pieces: what makes it playable, and between that generated
 * content, a block keyed by the file's id, repeated, with the number of the repetition in front: no two blocks and no
 * two files are alike.
 */
export function* mediaChunks(file: MediaFile, start = 0, end = file.bytes): Generator<Buffer> {
  if (file.text !== undefined) {
    yield Buffer.from(file.text).subarray(start, end);
    return;
  }
  const { head, tail } = mediaFrame(file);
  const tailStart = file.bytes - tail.length;
  if (start < head.length) yield head.subarray(start, end);
  yield* generated(file, Math.max(start, head.length), Math.min(end, tailStart));
  if (end > tailStart && tail.length > 0)
    yield tail.subarray(Math.max(0, start - tailStart), end - tailStart);
}

function* generated(file: MediaFile, start: number, end: number): Generator<Buffer> {
  const block = blockOf(file, Math.min(blockBytes, Math.max(0, end)));
  for (let position = start; position < end;) {
    const index = Math.floor(position / blockBytes);
    const offset = position - index * blockBytes;
    const isStamp = offset < stampBytes;
    const pieceEnd = Math.min(end, index * blockBytes + (isStamp ? stampBytes : blockBytes));
    yield (isStamp ? stampOf(index) : block).subarray(offset, offset + pieceEnd - position);
    position = pieceEnd;
  }
}

function blockOf(file: MediaFile, bytes: number): Buffer {
  const key = createHash('sha256').update(file.id).digest();
  return createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16)).update(
    zeros.subarray(0, bytes),
  );
}

const stampOf = (index: number) => Buffer.from(String(index).padEnd(stampBytes, '\0'), 'latin1');
