import { createReadStream, statfsSync } from 'node:fs';
import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DiskWriter } from './disk-writer.js';
import { renameDurably } from './durable.js';
import type {
  ArrivingFile,
  FileFacts,
  FileStore,
  FileWriter,
  OpenFile,
  ReadOptions,
  WriteOptions,
} from './file-store.js';
import { openNew } from './open-new.js';
import { PartFile } from './part-file.js';

/** Part of the disk that stays free, and the most that this comes to. */
const reserve = { share: 0.05, mostBytes: 1024 ** 3 };

const defaultBlockBytes = 1024 * 1024;

/** Files in a folder of the disk: a key is the path below it. */
export class DiskFiles implements FileStore {
  constructor(private readonly folder: string) {}

  async write(key: string, { isScratch = false }: WriteOptions = {}): Promise<FileWriter> {
    const path = this.pathOf(key);
    const at = isScratch ? path : `${path}.part`;
    return new DiskWriter({ file: await openNew(at), at, path });
  }

  arriving(key: string, name?: string): ArrivingFile {
    return new PartFile((one) => this.pathOf(one), key, name);
  }

  read(key: string, { start, end, blockBytes = defaultBlockBytes }: ReadOptions = {}): Readable {
    return createReadStream(this.pathOf(key), { start, end, highWaterMark: blockBytes });
  }

  open(key: string): Promise<OpenFile> {
    return openPath(this.pathOf(key));
  }

  async stat(key: string): Promise<FileFacts | undefined> {
    try {
      const found = await stat(this.pathOf(key), { bigint: true });
      if (!found.isFile()) return undefined;
      const { dev, ino, size, mtimeNs, ctimeNs } = found;
      // The time of the inode cannot be set by hand.
      return { bytes: Number(size), version: [dev, ino, size, mtimeNs, ctimeNs].join(' ') };
    } catch (error) {
      if (isNothing(error)) return undefined;
      throw error;
    }
  }

  async overwriteStart(key: string, bytes: Buffer): Promise<void> {
    const file = await open(this.pathOf(key), 'r+');
    try {
      await file.write(bytes, 0, bytes.length, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async move(from: string, to: string): Promise<void> {
    await renameDurably(this.pathOf(from), this.pathOf(to));
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async removeAll(key: string): Promise<void> {
    await rm(this.pathOf(key), { recursive: true, force: true });
  }

  async list(key: string): Promise<string[]> {
    try {
      return await readdir(this.pathOf(key));
    } catch (error) {
      if (isNothing(error)) return [];
      throw error;
    }
  }

  hasRoom(): boolean {
    const { bavail, blocks, bsize } = statfsSync(this.folder);
    return bavail * bsize >= Math.min(blocks * bsize * reserve.share, reserve.mostBytes);
  }

  /** Keys are made of ids and numbers; one that would lead out of the folder is a fault of ours. */
  private pathOf(key: string): string {
    if (!/^[^/\0]+(\/[^/\0]+)*$/.test(key) || key.split('/').some((name) => name === '.' || name === '..'))
      throw new RangeError('This is no key of a file.');
    return join(this.folder, key);
  }
}

/** Opens a file of the disk for reading. */
export async function openPath(path: string): Promise<OpenFile> {
  const file = await open(path, 'r');
  try {
    return new OpenDiskFile(file, (await file.stat()).size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

class OpenDiskFile implements OpenFile {
  constructor(
    private readonly file: FileHandle,
    readonly bytes: number,
  ) {}

  async readAt(offset: number, bytes: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(bytes), 0, bytes, offset);
    return buffer.subarray(0, bytesRead);
  }

  async readInto(buffer: Buffer, at: number, offset: number): Promise<number> {
    return (await this.file.read(buffer, at, buffer.length - at, offset)).bytesRead;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** ENOTDIR: a file stands in the place of a folder. */
const isNothing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
