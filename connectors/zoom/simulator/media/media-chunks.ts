import { createCipheriv, createHash } from 'node:crypto';
import type { MediaFile } from './media-file.js';

const blockBytes = 1_048_576;
const stampBytes = 16;
const zeros = Buffer.alloc(blockBytes);

const signatures: Record<string, string> = {
  'video/mp4': '\0\0\0\x18ftypmp42',
  'audio/mp4': '\0\0\0\x18ftypM4A ',
  'audio/mpeg': 'ID3\x04',
};

/**
 * Bytes `start` to `end` (not included) of a file in large pieces. Generated content is a block keyed by the file's
 * id, repeated, with the number of the repetition in front: no two blocks and no two files are alike.
 */
export function* mediaChunks(file: MediaFile, start = 0, end = file.bytes): Generator<Buffer> {
  if (file.text !== undefined) {
    yield Buffer.from(file.text).subarray(start, end);
    return;
  }
  const block = blockOf(file, Math.min(blockBytes, end));
  for (let position = start; position < end;) {
    const index = Math.floor(position / blockBytes);
    const offset = position - index * blockBytes;
    const isStamp = offset < stampBytes;
    const pieceEnd = Math.min(end, index * blockBytes + (isStamp ? stampBytes : blockBytes));
    yield (isStamp ? stampOf(file, index) : block).subarray(offset, offset + pieceEnd - position);
    position = pieceEnd;
  }
}

function blockOf(file: MediaFile, bytes: number): Buffer {
  const key = createHash('sha256').update(file.id).digest();
  return createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16)).update(
    zeros.subarray(0, bytes),
  );
}

// The first stamp is the signature by which players and careful clients know the format.
function stampOf(file: MediaFile, index: number): Buffer {
  const text = index === 0 ? (signatures[file.contentType] ?? '') : String(index);
  return Buffer.from(text.padEnd(stampBytes, '\0'), 'latin1');
}
