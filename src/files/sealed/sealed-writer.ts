import { createHash } from 'node:crypto';
import type { FileWriter, Written } from '../file-store.js';
import { chunkBytes, sealChunk, type FileKey } from './sealed-form.js';

/** Gathers bytes to whole chunks and seals them; the last one is known only at the end. */
export class ChunkSealer {
  private readonly gathered = Buffer.allocUnsafe(chunkBytes);
  private filled = 0;
  private number: number;

  constructor(
    private readonly key: FileKey,
    private readonly put: (sealed: Buffer) => Promise<void>,
    /** Chunks that are there already. */
    chunks = 0,
  ) {
    this.number = chunks;
  }

  async add(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      // A full chunk waits until something follows: only then it is not the last one.
      if (this.filled === chunkBytes) await this.seal(false);
      const copied = bytes.copy(this.gathered, this.filled, at, at + chunkBytes - this.filled);
      this.filled += copied;
      at += copied;
    }
  }

  end(): Promise<void> {
    return this.seal(true);
  }

  /** What is gathered and not yet sealed. */
  get rest(): Buffer {
    return this.gathered.subarray(0, this.filled);
  }

  private async seal(isLast: boolean): Promise<void> {
    const sealed = sealChunk(this.key, this.number, isLast, this.rest);
    this.number += 1;
    this.filled = 0;
    await this.put(sealed);
  }
}

/** Writes a file sealed. Size and digest are those of its bytes before sealing. */
export class SealedWriter implements FileWriter {
  private bytes = 0;
  private readonly hash = createHash('sha256');
  private readonly sealer: ChunkSealer;

  constructor(
    private readonly inner: FileWriter,
    key: FileKey,
  ) {
    this.sealer = new ChunkSealer(key, (sealed) => inner.append(sealed));
  }

  append(piece: string | Buffer): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    this.hash.update(bytes);
    this.bytes += bytes.length;
    return this.sealer.add(bytes);
  }

  appendAll(texts: readonly string[]): Promise<void> {
    return this.append(texts.join(''));
  }

  async commit(): Promise<Written> {
    try {
      await this.sealer.end();
    } catch (error) {
      await this.inner.discard();
      throw error;
    }
    await this.inner.commit();
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  discard(): Promise<void> {
    return this.inner.discard();
  }
}
