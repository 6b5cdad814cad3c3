import type { Readable } from 'node:stream';

/**
 * Bytes by key, wherever they lie: records, files of records and reports. A key is names joined by slashes. Faults carry
 * the code of the file system, whatever is below: `ENOENT` where nothing is at a key, `ENOSPC`, `EIO`.
 */
export interface FileStore {
  /** Starts a file anew. */
  write(key: string, how?: WriteOptions): Promise<FileWriter>;
  /** A file that arrives in parts, over as many runs as it takes. `name` tells those apart that lie at one key in turn. */
  arriving(key: string, name?: string): ArrivingFile;
  /** The bytes of a file from its first to its last, or a part of them. */
  read(key: string, part?: ReadOptions): Readable;
  /** Opens a file to be read at several places. */
  open(key: string): Promise<OpenFile>;
  /** Undefined: there is no file at the key. */
  stat(key: string): Promise<FileFacts | undefined>;
  /** Gives a file another key, in the place of what was there; for good when this resolves. */
  move(from: string, to: string): Promise<void>;
  /** Removes the file at a key. One that is not there is no fault. */
  remove(key: string): Promise<void>;
  /** Removes everything below a key. */
  removeAll(key: string): Promise<void>;
  /** Names directly below a key, in no order. */
  list(key: string): Promise<string[]>;
  /** Whether new work finds room. */
  hasRoom(): boolean;
}

/** How a file is written. */
export interface WriteOptions {
  /**
   * It is of use to this run alone: it may be seen before it is whole, and need not outlast a power cut. Absent: it is at
   * its key when it is whole, and then for good.
   */
  isScratch?: boolean;
}

/** What was written. */
export interface Written {
  bytes: number;
  /** In hex. */
  sha256: string;
}

/** A file that is being written. Small pieces are gathered. */
export interface FileWriter {
  append(piece: string | Buffer): Promise<void>;
  /** Texts one after the other. */
  appendAll(texts: readonly string[]): Promise<void>;
  commit(): Promise<Written>;
  /** Forgets what was written. */
  discard(): Promise<void>;
}

/** A part of a file, and how it is read. */
export interface ReadOptions {
  /** First and last byte, both included. */
  start?: number;
  end?: number;
  /** Bytes that are read at a time. */
  blockBytes?: number;
}

/** A file that is open for reading. */
export interface OpenFile {
  readonly bytes: number;
  /** Fewer bytes where the file ends. The buffer is the caller's own. */
  readAt(offset: number, bytes: number): Promise<Buffer>;
  /** Fills a buffer from its `at`; resolves with how many bytes there were. */
  readInto(buffer: Buffer, at: number, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** What is known of a file without reading it. */
export interface FileFacts {
  bytes: number;
  /** Another one whenever anybody wrote to the file or put another in its place. */
  version: string;
}

/** A file that is still arriving. It takes its key only when it is whole. */
export interface ArrivingFile {
  readonly bytes: number;
  /** What the server calls this version of the file, for `If-Range`. */
  validator: string | undefined;
  /** Takes up what an earlier run has kept, where it is what was kept then. */
  takeUp(): Promise<void>;
  /** Forgets what has arrived. */
  restart(): Promise<void>;
  append(chunk: Buffer): Promise<void>;
  /** The first bytes of what has arrived. */
  head(bytes: number): Promise<Buffer>;
  /** What has arrived, from its first byte. */
  read(): Readable;
  /** Puts the file at its key, or at another, and tells its SHA-256 in hex, and its CRC-32, which zips begin with. */
  commit(as?: string): Promise<{ sha256: string; crc32: number }>;
  /** Lets what has arrived lie for a later run, where the server can tell whether it is still the same file. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** All bytes of a file at once, for small ones. */
export async function readWhole(files: FileStore, key: string): Promise<Buffer> {
  const file = await files.open(key);
  try {
    const chunks: Buffer[] = [];
    for (let read = 0; read < file.bytes;) {
      const chunk = await file.readAt(read, file.bytes - read);
      if (chunk.length === 0) break;
      chunks.push(chunk);
      read += chunk.length;
    }
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** Writes a file whole or not at all, of pieces that come one after the other. */
export async function writeWhole(
  files: FileStore,
  key: string,
  pieces: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  how?: WriteOptions,
): Promise<Written> {
  const writer = await files.write(key, how);
  try {
    for await (const piece of pieces) await writer.append(piece);
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return writer.commit();
}
