import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { ArrivingFile } from '../files/file-store.js';
import { isGzip, isText } from './media-type.js';

/** Codings that are taken off (RFC 9110, section 8.4.1); every other word changes nothing about the bytes. */
const decoders = {
  gzip: createGunzip,
  deflate: createInflate,
  'raw-deflate': createInflateRaw,
  br: createBrotliDecompress,
} as const;

type Coding = keyof typeof decoders;

/** Text packs to a hundredth at best; more is an attack. */
const mostGrowth = { factor: 200, bytes: 64 * 1024 * 1024 };

/** Thrown where a packed body breaks off or unpacks to something enormous. */
export class PackedBroken extends Error {
  override readonly name = 'PackedBroken';
}

/** Codings a header names that can be taken off, in the order in which they were put on. */
export function codingsOf(header: string | undefined): Coding[] {
  const names = (header ?? '').toLowerCase().split(',');
  return names.flatMap((name): Coding[] => {
    const word = name.trim().replace(/^x-/, '');
    return word === 'gzip' || word === 'deflate' || word === 'br' ? [word] : [];
  });
}

/**
 * Takes the codings off what has arrived and writes it to `target`. False: the bytes are not packed in that way,
 * whatever the header says. Throws PackedBroken when they are and do not unpack whole.
 */
export async function unpack(
  part: ArrivingFile,
  codings: readonly Coding[],
  target: ArrivingFile,
): Promise<boolean> {
  const start = await part.head(512);
  const [last] = codings.slice(-1);
  // Plain text can look packed to a decoder that has no mark to go by.
  if (last === 'gzip' ? !isGzip(start) : isText(start)) return false;
  const chain = codings.toReversed().map((coding, index) => {
    const isRaw = coding === 'deflate' && index === 0 && !isZlib(start);
    return decoders[isRaw ? 'raw-deflate' : coding]();
  });
  const most = part.bytes * mostGrowth.factor + mostGrowth.bytes;
  await target.restart();
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (target.bytes + chunk.length > most) done(new PackedBroken());
      else target.append(chunk).then(() => done(), done);
    },
  });
  try {
    await pipeline([part.read(), ...chain, sink]);
    if (target.bytes > 0) return true;
    await target.discard();
    return false;
  } catch (error) {
    await target.discard();
    const { code, errno } = error as NodeJS.ErrnoException;
    if (error instanceof PackedBroken) throw error;
    const isPacked = last === 'gzip' || errno === constants.Z_BUF_ERROR;
    if (isPacked && isAboutBytes(code)) throw new PackedBroken();
    if (isAboutBytes(code)) return false;
    throw error;
  }
}

/** RFC 1950: method 8, and a check over the first two bytes. */
const isZlib = (start: Buffer) =>
  start.length >= 2 && ((start[0] ?? 0) & 15) === 8 && start.readUInt16BE(0) % 31 === 0;

/** Errors of the unpacking itself, not of the disk. */
const isAboutBytes = (code: string | undefined) => /^(Z_|ERR_)/.test(code ?? '');
