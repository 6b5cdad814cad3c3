import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * The form of a sealed file; docs/sealed-files.md describes it for other programs.
 *
 *   head   : "DSARSF01", file id (16), nonce (12), wrapped file key (32), tag (16)
 *   chunks : nonce (12), text (65,536; the last one may be shorter, also empty), tag (16)
 */

const magic = Buffer.from('DSARSF01');
const idBytes = 16;
const nonceBytes = 12;
const keyBytes = 32;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

/** Bytes before the first chunk. */
export const headBytes = magic.length + idBytes + nonceBytes + keyBytes + tagBytes;

/** Bytes of a file that are sealed together. */
export const chunkBytes = 64 * 1024;

/** What sealing adds to a chunk. */
const addedBytes = nonceBytes + tagBytes;

/** Bytes of a whole chunk as it lies there. */
export const sealedChunkBytes = chunkBytes + addedBytes;

/** What opens the chunks of a file. */
export interface FileKey {
  id: Buffer;
  key: Buffer;
}

/** A fault of a file that is not what was sealed, whoever changed it: `EIO`, as of a disk that gives back something else. */
export function notAsSealed(): Error {
  return Object.assign(new Error('A sealed file was changed, cut or put in the place of another.'), {
    code: 'EIO',
  });
}

/** A key for a new file. */
export const newFileKey = (): FileKey => ({ id: randomBytes(idBytes), key: randomBytes(keyBytes) });

/** The head of a file: its key, wrapped by the owner's, bound to where the file lies. */
export function writeHead({ id, key }: FileKey, ownerKey: Buffer, place: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, ownerKey, nonce).setAAD(boundToPlace(id, place));
  return Buffer.concat([magic, id, nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** Whether a file begins as sealed ones do. */
export const isSealed = (start: Buffer): boolean =>
  start.length >= headBytes && start.subarray(0, magic.length).equals(magic);

/** Reads a head. Throws when the key is another one, or the file was sealed for another place. */
export function readHead(head: Buffer, ownerKey: Buffer, place: string): FileKey {
  let at = magic.length;
  const take = (bytes: number) => head.subarray(at, (at += bytes));
  const [id, nonce, wrapped, tag] = [take(idBytes), take(nonceBytes), take(keyBytes), take(tagBytes)];
  return {
    id: Buffer.from(id),
    key: openBytes(ownerKey, { nonce, text: wrapped, tag }, boundToPlace(id, place)),
  };
}

/** Seals a chunk; `isLast` is sealed in, so that a file cannot be cut at the end of one. */
export function sealChunk({ id, key }: FileKey, number: number, isLast: boolean, text: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(boundToNumber(id, number, isLast));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealChunk` made. */
export function openChunk({ id, key }: FileKey, number: number, isLast: boolean, sealed: Buffer): Buffer {
  if (sealed.length < addedBytes) throw notAsSealed();
  const part = {
    nonce: sealed.subarray(0, nonceBytes),
    text: sealed.subarray(nonceBytes, -tagBytes),
    tag: sealed.subarray(-tagBytes),
  };
  return openBytes(key, part, boundToNumber(id, number, isLast));
}

/** How many chunks a file of so many bytes has as it lies there, and how many bytes were sealed; undefined: no file has so many. */
export function measure(sealedBytes: number): { chunks: number; bytes: number } | undefined {
  const body = sealedBytes - headBytes;
  const chunks = Math.ceil(body / sealedChunkBytes);
  const bytes = body - chunks * addedBytes;
  return chunks < 1 || bytes < (chunks - 1) * chunkBytes ? undefined : { chunks, bytes };
}

/** Where a chunk begins. */
export const chunkAt = (number: number): number => headBytes + number * sealedChunkBytes;

function openBytes(
  key: Buffer,
  { nonce, text, tag }: { nonce: Buffer; text: Buffer; tag: Buffer },
  bound: Buffer,
): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(bound).setAuthTag(tag);
  try {
    const opened = decipher.update(text);
    decipher.final();
    return opened;
  } catch {
    throw notAsSealed();
  }
}

const boundToPlace = (id: Buffer, place: string) =>
  Buffer.concat([Buffer.from('dsar file key\0'), id, Buffer.from(place)]);

function boundToNumber(id: Buffer, number: number, isLast: boolean): Buffer {
  const bound = Buffer.alloc(idBytes + 9);
  id.copy(bound);
  bound.writeBigUInt64BE(BigInt(number), idBytes);
  bound[idBytes + 8] = isLast ? 1 : 0;
  return bound;
}
