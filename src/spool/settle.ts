import { isVendorRecord, type Source } from '../contract/index.js';
import { parseJson, writeJson } from '../json.js';
import type { ParentRecord } from '../model/parent-record.js';
import type { Settled } from '../model/source-run.js';
import type { StepStore } from '../storage/step-store.js';
import { Turns } from '../turns.js';
import { contradicts, isCopyOf } from './copy-of.js';
import { identify, queryAskedBy, queryOf, type QueryAsked } from './identity.js';
import { lineBlocks } from './lines.js';
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
  for await (const page of steps.done(requestId, source.id, 'list'))
    for (const step of page) {
      const { position, parameters, result } = step;
      if (result?.records) lists.push({ position, asked: queryAskedBy(step), parent: parameters.parent });
    }
  if (lists.length === 0) return { records: 0, duplicates: 0, unrecognised: 0 };
  const settling = new Settling(spool, source, lists);
  const writer = await spool.writeSettled(source.id);
  try {
    for await (const lines of settling.blocks()) await writer.writeLines(lines);
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
  asked: QueryAsked;
  parent?: ParentRecord;
}

interface Row extends List {
  line: Buffer;
  offset: number;
}

interface ReadRow {
  row: Row;
  number: number;
  record: unknown;
  /** The first is its own. */
  ids: readonly [string, ...string[]];
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

  /** The lines of the settled records, in blocks. */
  async *blocks(): AsyncGenerator<string[]> {
    const copies = this.source.copies === 'merged' ? await this.findCopies() : undefined;
    const turns = new Turns();
    let next = 0;
    for await (const rows of this.rowBlocks()) {
      const lines: string[] = [];
      for (const row of rows) {
        await turns.next();
        const number = copies ? next++ : this.rows.add(row.position, row.offset, row.line.length);
        const told = copies?.isToldAlready(number) ? undefined : this.toLine(row, number, copies);
        // Of most rows nothing has to be waited for.
        const line = told instanceof Promise ? await told : told;
        if (line === undefined) this.counts.duplicates += 1;
        else lines.push(line);
      }
      yield lines;
    }
  }

  close(): Promise<void> {
    return this.rows.close();
  }

  /** The line of a row; undefined: records before it say the same. */
  private toLine(
    row: Row,
    number: number,
    copies: Copies | undefined,
  ): string | undefined | Promise<string | undefined> {
    const text = row.line.toString('utf8');
    const record = parseJson(text);
    const ids = identify(this.source, queryOf(this.source, row.asked), record);
    const read: ReadRow = { row, number, record, ids };
    return copies || this.kept.of(ids[0]).length > 0
      ? this.compare(read, text, copies)
      : this.keep(read, text);
  }

  /** The same, for a row whose identity other rows have. */
  private async compare(
    read: ReadRow,
    text: string,
    copies: Copies | undefined,
  ): Promise<string | undefined> {
    const { record, number, ids } = read;
    for (const other of this.kept.of(ids[0])) {
      const before = await this.rows.read(other);
      if (copies ? !contradicts(record, before) : isCopyOf(record, before)) return undefined;
    }
    const whole = copies ? await this.complete(record, copies.of(ids[0]), number, copies) : record;
    return this.keep(read, whole === record ? text : writeJson(whole));
  }

  private keep({ row, number, record, ids }: ReadRow, text: string): string {
    const others = this.kept.of(ids[0]).length;
    // Records that share an id and differ in what they say have an identity each.
    const id = others === 0 ? ids[0] : `${ids[0]}|${others + 1}`;
    for (const one of new Set(ids)) this.kept.add(one, number);
    const known = this.source.record.safeParse(record).success;
    this.counts.records += 1;
    if (!known) this.counts.unrecognised += 1;
    const { position: list, asked, parent } = row;
    const head = { n: this.counts.records, id, list, ...asked, parent, known };
    return settledLine(head, text);
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
    const byId = new RowsById();
    for await (const rows of this.rowBlocks())
      for (const { position, asked, line, offset } of rows) {
        const row = this.rows.add(position, offset, line.length);
        const record = parseJson(line.toString('utf8'));
        byId.add(identify(this.source, queryOf(this.source, asked), record)[0], row);
      }
    return new Copies(byId);
  }

  private async *rowBlocks(): AsyncGenerator<Row[]> {
    for (const list of this.lists)
      for await (const lines of lineBlocks(
        this.spool.files,
        this.spool.listFile(this.source.id, list.position),
      ))
        yield lines.map(({ line, offset }) => ({ ...list, line, offset }));
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
