import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { ArrivingFile } from '../file-store.js';
import {
  chunkBytes,
  headBytes,
  isSealed,
  newFileKey,
  openChunk,
  readHead,
  sealedChunkBytes,
  writeHead,
  type FileKey,
} from './sealed-form.js';
import { ChunkSealer } from './sealed-writer.js';

/** What tells the kind of a file stands in its first bytes. */
const keptOfStart = chunkBytes;

/** How a file that is arriving is sealed. */
export interface ArrivingNeeds {
  /** Where the sealed bytes arrive. */
  inner: ArrivingFile;
  place: string;
  ownerKey: () => Promise<Buffer>;
  /** Binds a file that was sealed for one place to another. */
  rebind: (from: string, to: string) => Promise<void>;
}

/**
 * A file that arrives sealed. Only whole chunks are put down before its end: a later run goes on behind the last of them,
 * so at most 64 KiB are fetched again.
 */
export class SealedArriving implements ArrivingFile {
  bytes = 0;
  private hash: Hash = createHash('sha256');
  private crc = 0;
  private start: Buffer = Buffer.alloc(0);
  private open: { key: FileKey; sealer: ChunkSealer } | undefined;

  constructor(private readonly needs: ArrivingNeeds) {}

  get validator(): string | undefined {
    return this.needs.inner.validator;
  }

  set validator(validator: string | undefined) {
    this.needs.inner.validator = validator;
  }

  async takeUp(): Promise<void> {
    const { inner } = this.needs;
    await inner.takeUp();
    if (inner.bytes === 0) return;
    try {
      await this.readWhatIsThere();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
      // Of another form, or damaged: it is fetched from its first byte.
      await this.restart();
    }
  }

  async restart(): Promise<void> {
    await this.needs.inner.restart();
    this.forget();
  }

  async append(chunk: Buffer): Promise<void> {
    this.note(chunk);
    await (await this.opened()).sealer.add(chunk);
  }

  head(bytes: number): Promise<Buffer> {
    if (bytes > keptOfStart) throw new RangeError('So many of the first bytes are not kept.');
    return Promise.resolve(this.start.subarray(0, bytes));
  }

  read(): Readable {
    const pieces = async function* (this: SealedArriving) {
      if (this.open) yield* this.openChunks(this.open.key);
      if (this.open && this.open.sealer.rest.length > 0) yield Buffer.from(this.open.sealer.rest);
    };
    return Readable.from(pieces.call(this), { objectMode: false });
  }

  async commit(as?: string): Promise<{ sha256: string; crc32: number }> {
    const { inner, place, rebind } = this.needs;
    await (await this.opened()).sealer.end();
    await inner.commit(as);
    if (as !== undefined && as !== place) await rebind(place, as);
    return { sha256: this.hash.digest('hex'), crc32: this.crc };
  }

  keep(): Promise<void> {
    return this.needs.inner.keep();
  }

  discard(): Promise<void> {
    return this.needs.inner.discard();
  }

  /** Its head goes before everything else. */
  private async opened(): Promise<{ key: FileKey; sealer: ChunkSealer }> {
    if (this.open) return this.open;
    const { inner, place, ownerKey } = this.needs;
    const key = newFileKey();
    await inner.append(writeHead(key, await ownerKey(), place));
    return (this.open = { key, sealer: new ChunkSealer(key, (sealed) => inner.append(sealed)) });
  }

  private async readWhatIsThere(): Promise<void> {
    const { inner, place, ownerKey } = this.needs;
    const head = await inner.head(headBytes);
    const isWhole = (inner.bytes - headBytes) % sealedChunkBytes === 0;
    if (!isSealed(head) || !isWhole)
      throw Object.assign(new Error('This part is of another form.'), { code: 'EIO' });
    const key = readHead(head, await ownerKey(), place);
    for await (const text of this.openChunks(key)) this.note(text);
    const sealer = new ChunkSealer(key, (sealed) => inner.append(sealed), this.bytes / chunkBytes);
    this.open = { key, sealer };
  }

  private async *openChunks(key: FileKey): AsyncGenerator<Buffer> {
    let number = 0;
    let held: Buffer = Buffer.alloc(0);
    let toSkip = headBytes;
    for await (const piece of this.needs.inner.read() as AsyncIterable<Buffer>) {
      const skipped = Math.min(toSkip, piece.length);
      toSkip -= skipped;
      held = Buffer.concat([held, piece.subarray(skipped)]);
      let at = 0;
      for (; held.length - at >= sealedChunkBytes; at += sealedChunkBytes, number += 1)
        yield openChunk(key, number, false, held.subarray(at, at + sealedChunkBytes));
      held = held.subarray(at);
    }
  }

  private note(text: Buffer): void {
    this.hash.update(text);
    this.crc = crc32(text, this.crc);
    this.bytes += text.length;
    if (this.start.length < keptOfStart)
      this.start = Buffer.concat([this.start, text.subarray(0, keptOfStart - this.start.length)]);
  }

  private forget(): void {
    this.bytes = 0;
    this.hash = createHash('sha256');
    this.crc = 0;
    this.start = Buffer.alloc(0);
    this.open = undefined;
  }
}
