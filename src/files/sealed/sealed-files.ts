import type { Readable } from 'node:stream';
import type {
  ArrivingFile,
  FileFacts,
  FileStore,
  FileWriter,
  OpenFile,
  ReadOptions,
  WriteOptions,
} from '../file-store.js';
import { writeWhole } from '../file-store.js';
import { SealedArriving } from './sealed-arriving.js';
import { headBytes, isSealed, measure, newFileKey, readHead, writeHead } from './sealed-form.js';
import { openSealed, readSealed, type OwnerKeys } from './sealed-reader.js';
import { SealedWriter } from './sealed-writer.js';

/** Where sealed files lie: their head is written anew when they get another key. */
export interface Beneath extends FileStore {
  /** Overwrites the first bytes of a file; for good when this resolves. */
  overwriteStart(key: string, bytes: Buffer): Promise<void>;
}

/** A file store around another one: what is written lies there sealed. What lay there before is read as it is. */
export class SealedFiles implements FileStore {
  constructor(
    private readonly inner: Beneath,
    private readonly keys: OwnerKeys & { drop(key: string): void },
    /** False: what is written lies there as it is; what was sealed is read all the same. */
    private readonly isSealing = true,
  ) {}

  async write(key: string, how?: WriteOptions): Promise<FileWriter> {
    if (!this.isSealing) return this.inner.write(key, how);
    const fileKey = newFileKey();
    const head = writeHead(fileKey, await this.keys.toWrite(key), key);
    const writer = await this.inner.write(key, how);
    await writer.append(head);
    return new SealedWriter(writer, fileKey);
  }

  arriving(key: string, name?: string): ArrivingFile {
    if (!this.isSealing) return this.inner.arriving(key, name);
    return new SealedArriving({
      inner: this.inner.arriving(key, name),
      place: key,
      ownerKey: () => this.keys.toWrite(key),
      rebind: (from, to) => this.rebind(to, from, to),
    });
  }

  read(key: string, part?: ReadOptions): Readable {
    return readSealed(() => this.open(key), part);
  }

  open(key: string): Promise<OpenFile> {
    return openSealed(this.inner, this.keys, key);
  }

  async stat(key: string): Promise<FileFacts | undefined> {
    const facts = await this.inner.stat(key);
    if (!facts || !(await this.isSealed(key))) return facts;
    // One that was cut to an impossible size has some other size than was written.
    return { ...facts, bytes: measure(facts.bytes)?.bytes ?? facts.bytes };
  }

  /** Whether a file lies there sealed; false: it does not, or is not there. */
  async isSealed(key: string): Promise<boolean> {
    return isSealed(await this.headOf(key));
  }

  /** Seals a file where it lies; false: it was sealed, or is not there. Nobody else may write to it meanwhile. */
  async sealInPlace(key: string): Promise<boolean> {
    if (!(await this.inner.stat(key)) || (await this.isSealed(key))) return false;
    await writeWhole(this, key, this.inner.read(key) as AsyncIterable<Buffer>);
    return true;
  }

  async move(from: string, to: string): Promise<void> {
    await this.rebind(from, from, to);
    await this.inner.move(from, to);
  }

  remove(key: string): Promise<void> {
    return this.inner.remove(key);
  }

  removeAll(key: string): Promise<void> {
    this.keys.drop(key);
    return this.inner.removeAll(key);
  }

  list(key: string): Promise<string[]> {
    return this.inner.list(key);
  }

  hasRoom(): boolean {
    return this.inner.hasRoom();
  }

  private async rebind(key: string, from: string, to: string): Promise<void> {
    const head = await this.headOf(key);
    if (!isSealed(head)) return;
    const fileKey = readHead(head, await this.keys.of(from), from);
    await this.inner.overwriteStart(key, writeHead(fileKey, await this.keys.of(to), to));
  }

  private async headOf(key: string): Promise<Buffer> {
    try {
      const file = await this.inner.open(key);
      try {
        return await file.readAt(0, headBytes);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        return Buffer.alloc(0);
      throw error;
    }
  }
}
