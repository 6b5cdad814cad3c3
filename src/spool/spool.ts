import { readWhole, writeWhole, type FileStore, type FileWriter } from '../files/file-store.js';
import { requestKey } from '../files/keys.js';
import { parseJson, writeJson } from '../json.js';
import { readLines } from './lines.js';

/** The spool of a request. */
export const spoolOf = (files: FileStore, requestId: string) =>
  new Spool(files, `${requestKey(requestId)}/spool`);

/** Collected records and files of one request, below a key of their own. */
export class Spool {
  constructor(
    readonly files: FileStore,
    private readonly folder: string,
  ) {}

  /** Key of a list step's file: one record per line. */
  listFile(source: string, position: number): string {
    return `${this.folder}/${source}/list-${number(position)}.ndjson`;
  }

  /** Key of a source's settled records. */
  settledFile(source: string): string {
    return `${this.folder}/${source}/settled.ndjson`;
  }

  detailFile(source: string, position: number): string {
    return `${this.folder}/${source}/detail-${number(position)}.json`;
  }

  attachmentFile(source: string, position: number): string {
    return `${this.folder}/${source}/file-${number(position)}`;
  }

  /** Starts the file of a list step anew; it takes its name only when it is committed. */
  async writeRecords(source: string, position: number): Promise<RecordWriter> {
    return new RecordWriter(await this.files.write(this.listFile(source, position)));
  }

  /** Starts the file of a source's settled records anew. */
  async writeSettled(source: string): Promise<RecordWriter> {
    return new RecordWriter(await this.files.write(this.settledFile(source)));
  }

  /** Writes a small file whole or not at all. Resolves with its SHA-256. */
  async writeWhole(key: string, content: string): Promise<string> {
    return (await writeWhole(this.files, key, [content])).sha256;
  }

  /** What a detail brought: a record, or a list of them. */
  async readDetail(source: string, position: number): Promise<unknown> {
    const content = await readWhole(this.files, this.detailFile(source, position));
    return parseJson(content.toString('utf8'));
  }

  /** The records of one list step, in order. */
  async *readRecords(source: string, step: number): AsyncGenerator {
    for await (const { line } of readLines(this.files, this.listFile(source, step)))
      yield parseJson(line.toString('utf8'));
  }
}

/** Writes a file of records, one a line. */
export class RecordWriter {
  constructor(private readonly file: FileWriter) {}

  write(record: unknown): Promise<void> {
    return this.writeLines([writeJson(record)]);
  }

  /** Writes lines of JSON. */
  writeLines(lines: readonly string[]): Promise<void> {
    return this.file.appendAll(lines.flatMap((line) => [line, '\n']));
  }

  /** Puts the records under their key for good. Resolves with the SHA-256 of the file. */
  async commit(): Promise<string> {
    return (await this.file.commit()).sha256;
  }

  /** Forgets what was written. */
  discard(): Promise<void> {
    return this.file.discard();
  }
}

const number = (position: number) => String(position).padStart(6, '0');
