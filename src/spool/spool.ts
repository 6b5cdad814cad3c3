import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../sha256.js';
import { renameDurably } from '../durable.js';
import { parseJson, writeJson } from '../json.js';
import { readLines } from './lines.js';

/** Bytes that are gathered before they are written. */
const bufferBytes = 256 * 1024;

/** Collected records and files of one request, in a folder of its own. */
export class Spool {
  constructor(readonly folder: string) {}

  /** File of a list step: one record per line. */
  listFile(source: string, position: number): string {
    return join(this.folder, source, `list-${number(position)}.ndjson`);
  }

  /** File of a source's settled records. */
  settledFile(source: string): string {
    return join(this.folder, source, 'settled.ndjson');
  }

  detailFile(source: string, position: number): string {
    return join(this.folder, source, `detail-${number(position)}.json`);
  }

  attachmentFile(source: string, position: number): string {
    return join(this.folder, source, `file-${number(position)}`);
  }

  /** Makes the folder of a source. */
  async prepare(source: string): Promise<void> {
    await mkdir(join(this.folder, source), { recursive: true, mode: 0o700 });
  }

  /** Starts the file of a list step anew; it takes its name only when it is committed. */
  async writeRecords(source: string, position: number): Promise<RecordWriter> {
    const path = this.listFile(source, position);
    return new RecordWriter(path, await open(`${path}.part`, 'w', 0o600));
  }

  /** Starts the file of a source's settled records anew. */
  async writeSettled(source: string): Promise<RecordWriter> {
    const path = this.settledFile(source);
    return new RecordWriter(path, await open(`${path}.part`, 'w', 0o600));
  }

  /** Writes a small file whole or not at all. Resolves with its SHA-256. */
  async writeWhole(path: string, content: string): Promise<string> {
    const file = await open(`${path}.part`, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(`${path}.part`, path);
    return sha256Of(content);
  }

  /** What a detail brought: a record, or a list of them. */
  async readDetail(source: string, position: number): Promise<unknown> {
    return parseJson(await readFile(this.detailFile(source, position), 'utf8'));
  }

  /** The records of one list step, in order. */
  async *readRecords(source: string, step: number): AsyncGenerator {
    for await (const { line } of readLines(this.listFile(source, step)))
      yield parseJson(line.toString('utf8'));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Writes a file of records, one a line. */
export class RecordWriter {
  private pending: string[] = [];
  private pendingBytes = 0;
  private readonly hash = createHash('sha256');

  constructor(
    private readonly path: string,
    private readonly file: Awaited<ReturnType<typeof open>>,
  ) {}

  write(record: unknown): Promise<void> {
    return this.writeLines([writeJson(record)]);
  }

  /** Writes lines of JSON. */
  async writeLines(lines: readonly string[]): Promise<void> {
    for (const json of lines) {
      this.pending.push(json, '\n');
      this.pendingBytes += json.length + 1;
    }
    if (this.pendingBytes >= bufferBytes) await this.flush();
  }

  /** Puts the records on the disk under their name. Resolves with the SHA-256 of the file. */
  async commit(): Promise<string> {
    await this.flush();
    await this.file.sync();
    await this.file.close();
    await renameDurably(`${this.path}.part`, this.path);
    return this.hash.digest('hex');
  }

  /** Forgets what was written. */
  async discard(): Promise<void> {
    await this.file.close();
    await rm(`${this.path}.part`, { force: true });
  }

  private async flush(): Promise<void> {
    const text = this.pending.join('');
    this.pending = [];
    this.pendingBytes = 0;
    this.hash.update(text);
    await this.file.appendFile(text);
  }
}

const number = (position: number) => String(position).padStart(6, '0');
