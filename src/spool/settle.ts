import { isVendorRecord, type Source } from '../contract/index.js';
import { parseJson, writeJson } from '../json.js';
import type { Settled } from '../model/source-run.js';
import type { StepStore } from '../storage/step-store.js';
import { contradicts, isCopyOf } from './copy-of.js';
import { identify, queriesOf } from './identity.js';
import { readLines } from './lines.js';
import { OpenLists } from './open-lists.js';
import { RowsById } from './rows-by-id.js';
import { settledLine } from './settled-line.js';
import type { Spool } from './spool.js';

/** Where the records of a request lie. */
export interface ReadNeeds {
  spool: Spool;
  steps: StepStore;
  requestId: string;
}

/**
 * Brings the records of a source into order, once: those of all its lists, in the order of the lists, each once. Of
 * rows that share an identity only copies are left out: one that says something else, such as a call that rang in two
 * places, stands beside it. Written whole or not at all; the same lists give the same bytes.
 */
export async function settle(needs: ReadNeeds, source: Source): Promise<Settled> {
  const { spool, steps, requestId } = needs;
  const lists: List[] = [];
  for (const { position, parameters, result } of steps.done(requestId, source.id, 'list'))
    if (result?.records) lists.push({ position, query: parameters.query });
  if (lists.length === 0) return { records: 0, duplicates: 0, unrecognised: 0 };
  const settling = new Settling(spool, source, lists);
  const writer = await spool.writeSettled(source.id);
  try {
    for await (const line of settling.lines()) await writer.writeLine(line);
    return { sha256: await writer.commit(), ...settling.counts };
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    await settling.close();
  }
}

interface List {
  position: number;
  query: number;
}

interface Row extends List {
  line: Buffer;
  offset: number;
}

class Settling {
  readonly counts = { records: 0, duplicates: 0, unrecognised: 0 };
  private readonly rows: OpenLists;
  /** Rows that stand among the records, under all their identities. */
  private readonly kept = new RowsById();

  constructor(
    private readonly spool: Spool,
    private readonly source: Source,
    private readonly lists: readonly List[],
  ) {
    this.rows = new OpenLists(spool, source.id);
  }

  async *lines(): AsyncGenerator<string> {
    const copies = this.source.mergesCopies ? await this.findCopies() : undefined;
    let next = 0;
    for await (const row of this.everyRow()) {
      const number = copies ? next++ : this.rows.add(row.position, row.offset, row.line.length);
      if (copies?.isToldAlready(number)) this.counts.duplicates += 1;
      else {
        const line = await this.toLine(row, number, copies);
        if (line === undefined) this.counts.duplicates += 1;
        else yield line;
      }
    }
  }

  close(): Promise<void> {
    return this.rows.close();
  }

  /** The line of a row; undefined: records before it say the same. */
  private async toLine(row: Row, number: number, copies: Copies | undefined): Promise<string | undefined> {
    const { source } = this;
    const text = row.line.toString('utf8');
    const record = parseJson(text);
    const ids = identify(source, queriesOf(source)[row.query] ?? {}, record);
    const others = this.kept.of(ids[0]);
    for (const other of others) {
      const before = await this.rows.read(other);
      if (copies ? !contradicts(record, before) : isCopyOf(record, before)) return undefined;
    }
    // Records that share an id and differ in what they say have an identity each.
    const id = others.length === 0 ? ids[0] : `${ids[0]}|${others.length + 1}`;
    for (const one of new Set(ids)) this.kept.add(one, number);
    const known = source.record.safeParse(record).success;
    const whole = copies ? await this.complete(record, copies.of(ids[0]), number, copies) : record;
    this.counts.records += 1;
    if (!known) this.counts.unrecognised += 1;
    const head = { n: this.counts.records, id, list: row.position, query: row.query, known };
    return settledLine(head, whole === record ? text : writeJson(whole));
  }

  /** A record with the fields that only its copies have. */
  private async complete(
    record: unknown,
    rows: readonly number[],
    own: number,
    copies: Copies,
  ): Promise<unknown> {
    let whole = record;
    for (const row of rows) {
      if (row === own) continue;
      const copy = await this.rows.read(row);
      if (contradicts(copy, record)) continue;
      if (row > own) copies.tell(row);
      if (!isVendorRecord(whole) || !isVendorRecord(copy)) continue;
      const more = Object.entries(copy).filter(isMissingIn(whole));
      if (more.length > 0 && (whole === record || !contradicts(copy, whole)))
        whole = { ...whole, ...Object.fromEntries(more) };
    }
    return whole;
  }

  private async findCopies(): Promise<Copies> {
    const queries = queriesOf(this.source);
    const byId = new RowsById();
    for await (const { position, query, line, offset } of this.everyRow()) {
      const row = this.rows.add(position, offset, line.length);
      byId.add(identify(this.source, queries[query] ?? {}, parseJson(line.toString('utf8')))[0], row);
    }
    return new Copies(byId);
  }

  private async *everyRow(): AsyncGenerator<Row> {
    for (const { position, query } of this.lists)
      for await (const { line, offset } of readLines(
        this.spool.files,
        this.spool.listFile(this.source.id, position),
      ))
        yield { position, query, line, offset };
  }
}

/** The rows of each identity, and which of them a record before them has taken in. */
class Copies {
  private readonly told = new Set<number>();

  constructor(private readonly byId: RowsById) {}

  of(id: string): readonly number[] {
    return this.byId.of(id);
  }

  tell(row: number): void {
    this.told.add(row);
  }

  /** Whether a row need not be looked at; it is asked once. */
  isToldAlready(row: number): boolean {
    return this.told.delete(row);
  }
}

const isMissingIn =
  (record: object) =>
  ([name]: [string, unknown]) =>
    !Object.hasOwn(record, name);
