import {
  isVendorRecord,
  windowOf,
  type About,
  type Query,
  type Source,
  type VendorRecord,
} from '../contract/index.js';
import { identify, labelled } from '../spool/identity.js';
import type { Page } from '../upstream/pages.js';
import { outsideOf, type Period } from '../model/period.js';

/** What is known of the records a step asks for. */
export interface AskedRecords {
  /** Fields of the parent that each carries. */
  carried?: VendorRecord;
  /** Whose a record is; absent: the subject's. */
  about?(record: VendorRecord): About;
  keepsOthers?: boolean;
}

/** Writes the records of a step's pages, and counts them so that a shortage is seen. */
export class PassCount {
  written = 0;
  /** Left out, because they lie outside the wanted period. */
  outside = 0;
  /** Not written, because they are about nobody who was asked about. */
  lookedThrough = 0;
  /** Not written, because they name other people only, whom the request does not keep. */
  othersLeftOut = 0;
  /** Not written, because they name nobody, so that whose they are cannot be told. */
  unnamed = 0;
  /** Rows of the current pass over a span, repeated ones included. */
  rows = 0;
  private readonly isOutside: (value: unknown) => boolean;
  private spanIds = new Set<string>();
  private passIds = new Set<string>();

  constructor(
    private readonly source: Source,
    period: Period,
    private readonly write: (record: unknown) => Promise<void>,
    private readonly asked: AskedRecords = {},
  ) {
    const { from, timeZone } = period;
    this.isOutside = outsideOf(windowOf(source)?.dateMoves ? { from, timeZone } : period);
  }

  /** The same pages are read from the first again. */
  startPass(): void {
    this.rows = 0;
    this.passIds = new Set();
  }

  endSpan(): void {
    this.spanIds = new Set();
    this.startPass();
  }

  /**
   * Writes a page; what comes twice is sorted out when the source is read whole. Resolves with how many of its
   * rows this pass had not brought yet.
   */
  async take(page: Page, query: Query): Promise<number> {
    this.rows += rowsOf(page);
    let news = 0;
    for (const item of page.items) {
      const record = labelled(this.source, query, item, this.asked.carried);
      const [identity] = identify(this.source, query, record);
      if (!this.passIds.has(identity)) news += 1;
      this.passIds.add(identity);
      this.spanIds.add(identity);
      const about = isVendorRecord(record) ? (this.asked.about?.(record) ?? 'subject') : 'subject';
      if (about === 'nobody') this.lookedThrough += 1;
      else if (about === 'unnamed') this.unnamed += 1;
      else if (about === 'others' && !this.asked.keepsOthers) this.othersLeftOut += 1;
      else if (this.isLeftOut(record)) this.outside += 1;
      else {
        await this.write(record);
        this.written += 1;
      }
    }
    return news;
  }

  /** The windows reach over the wanted period at both ends; a record without a readable date is kept. */
  private isLeftOut(record: unknown): boolean {
    const field = windowOf(this.source)?.dateField;
    return field !== undefined && isVendorRecord(record) && this.isOutside(record[field]);
  }

  /** Whether the vendor states more records than the passes over this span brought, repeated rows set aside. */
  isShort(total: number | undefined): boolean {
    if (total === undefined || this.spanIds.size >= total) return false;
    return this.rows < total || this.passIds.size < this.rows;
  }
}

/** An answer can hold one list twice, in an old and a new form: the longer one counts. */
function rowsOf({ items, body }: Page): number {
  return Math.max(
    items.length,
    ...Object.values(body).map((list) => (Array.isArray(list) ? list.length : 0)),
  );
}
