import { writeWhole, type FileStore, type FileWriter } from '../files/file-store.js';
import type { Entry } from './entry.js';

/** Where the files of a bag are written before they are packed. They are of use to this run alone. */
export class BagFolder {
  constructor(
    readonly files: FileStore,
    private readonly folder: string,
  ) {}

  /** Where a file of the bag lies, by its name in the report. */
  keyOf(name: string): string {
    return `${this.folder}/${name}`;
  }

  /** Writes a file of the bag and makes an entry of it. */
  async write(
    name: string,
    pieces: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  ): Promise<Entry> {
    const key = this.keyOf(name);
    return { name, key, ...(await writeWhole(this.files, key, pieces, { isScratch: true })) };
  }

  /** Begins a file of the bag. */
  async begin(name: string): Promise<EntryWriter> {
    const key = this.keyOf(name);
    return new EntryWriter(name, key, await this.files.write(key, { isScratch: true }));
  }

  /** Removes what is there. */
  clear(): Promise<void> {
    return this.files.removeAll(this.folder);
  }
}

/** Characters that are gathered before they are given on. */
const enough = 128 * 1024;

/** Writes a file of the bag, a piece after the other. */
export class EntryWriter {
  private pieces: string[] = [];
  private gathered = 0;

  constructor(
    private readonly name: string,
    private readonly key: string,
    private readonly file: FileWriter,
  ) {}

  /** Takes a piece, without waiting for it to be written: who adds many looks at `isFull` now and then. */
  add(piece: string): void {
    this.pieces.push(piece);
    this.gathered += piece.length;
  }

  /** Whether enough is gathered to be flushed. */
  get isFull(): boolean {
    return this.gathered >= enough;
  }

  async write(piece: string): Promise<void> {
    this.add(piece);
    if (this.isFull) await this.flush();
  }

  /** Writes what is gathered. */
  async flush(): Promise<void> {
    const { pieces } = this;
    this.pieces = [];
    this.gathered = 0;
    await this.file.appendAll(pieces);
  }

  /** Ends the file and makes an entry of it. */
  async end(): Promise<Entry> {
    await this.flush();
    const { name, key } = this;
    return { name, key, ...(await this.file.commit()) };
  }

  /** Lets go of a file that will not be finished. */
  abandon(): Promise<void> {
    return this.file.discard();
  }
}
