import { pipeline } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Entry as ZipEntry } from 'yauzl';
import type { ZipBytes } from './zip-bytes.js';

/** Below that one read and one call of zlib do it: streams cost more than what they carry. */
const small = { packedBytes: 64 * 1024, bytes: 1024 * 1024 };

const methods = { stored: 0, deflated: 8 };

/** The content of an entry, unpacked. Throws an Error where it cannot be read to its end. */
export async function* openContent(
  file: ZipBytes,
  entry: ZipEntry,
  start: number,
): AsyncGenerator<Buffer, void, undefined> {
  const { compressedSize, uncompressedSize, compressionMethod: method, fileName } = entry;
  if (entry.isEncrypted()) throw new Error(`encrypted: ${fileName}`);
  if (method !== methods.stored && method !== methods.deflated)
    throw new Error(`packed by a method that is not known here (${method}): ${fileName}`);
  const end = start + compressedSize;
  if (compressedSize <= small.packedBytes && uncompressedSize <= small.bytes) {
    const packed = await file.at(start, compressedSize);
    yield method === methods.stored ? packed : inflate(packed, uncompressedSize, fileName);
  } else if (method === methods.stored) yield* file.chunks(start, end);
  else {
    const unpacked = createInflateRaw();
    pipeline(file.chunks(start, end), unpacked, () => undefined);
    yield* unpacked as AsyncIterable<Buffer>;
  }
}

function inflate(packed: Buffer, bytes: number, name: string): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: bytes + 1, chunkSize: Math.max(bytes + 1, 64) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new Error(`another size than announced: ${name}`, { cause: error });
  }
}
