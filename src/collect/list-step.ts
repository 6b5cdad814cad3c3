import { windowOf, type AskedSource, type VendorRecord } from '../contract/index.js';
import type { Meter } from '../upstream/client.js';
import { PagesStopped, type Page } from '../upstream/pages.js';
import { PageTokenExpired, Refusal, remedyFor, WindowRefused } from '../upstream/refusal.js';
import { carriedOf } from './carried.js';
import type { AnsweredSince } from './answered-since.js';
import { compareWindows } from './answered-window.js';
import { endOfRefusal } from './end-of-refusal.js';
import { givenOf, type Collection } from './collection.js';
import { toDay } from '../clock.js';
import type { Span } from '../model/days.js';
import { PassCount } from './pass-count.js';
import { ListPages } from './list-pages.js';
import type { ListResult, StepEnd } from '../model/step-result.js';
import type { ListStep } from '../model/step.js';
import type { PlannedWindow } from '../model/window.js';
import { middleOf, splitWindow } from './split-window.js';
import { dateOf } from './usable-operations.js';
import { windowsToday } from './windows.js';

/** How often a window is started anew because its page token expired. */
export const mostRestarts = 20;
/** Pages in a row that bring nothing new before a list counts as endless. */
const mostStalePages = 100;

/**
 * Reads one window of a list, to the last page, into the spool, by the first of the operations that does not refuse.
 * Throws PauseUntil and file errors.
 */
export async function runListStep(
  collection: Collection,
  source: AskedSource,
  step: ListStep,
  choice: Choice,
): Promise<ListResult> {
  const writer = await collection.spool.writeRecords(source.id, step.position);
  const progress = collection.progress.of(source.id);
  const reading = new ListReading(collection, source, step, choice, async (record) => {
    await writer.write(record);
    progress.records += 1;
  });
  try {
    const end = await reading.run();
    const sha256 = await writer.commit();
    return { ...reading.result(), sha256, end };
  } catch (error) {
    await writer.discard();
    progress.records -= reading.result().records;
    throw error;
  }
}

/** What one pass over the pages of a span told. */
interface Pass {
  first?: Page;
  total?: number;
  /** Rows and totals of the pages, to tell a total of one page from a total of the list. */
  pages: number;
  rows: number;
  isTotalOfPage: boolean;
}

/** A span that is still to be asked, and the window it is a part of; undefined: the whole list. */
interface OpenSpan {
  span: Span;
  window: PlannedWindow;
}

/** What a step is read by. */
export interface Choice {
  operations: readonly number[];
  parent: VendorRecord | undefined;
  since: AnsweredSince;
}

class ListReading {
  private readonly parent: VendorRecord | undefined;
  private readonly meter: Meter;
  private readonly asked: Span[] = [];
  private readonly answered: Span[] = [];
  private readonly outOfReach: Span[] = [];
  private readonly fresh: PassCount;
  private readonly list: ListPages;
  private readonly isOneOfMany: boolean;
  private pages = 0;
  private spans = 0;
  private readonly since: AnsweredSince;
  private passes = 0;
  private beyondReach: ListResult['beyondReach'];
  private vendorTotal: number | undefined;

  constructor(
    private readonly collection: Collection,
    private readonly source: AskedSource,
    private readonly step: ListStep,
    { operations, parent, since }: Choice,
    write: (record: unknown) => Promise<void>,
  ) {
    this.parent = parent;
    this.since = since;
    this.meter = { calls: 0, requestId: step.requestId };
    const { query, parent: place } = step.parameters;
    const { keepsOthers } = collection;
    const given = { ...givenOf(collection, parent), held: collection.held.get(source.id) };
    this.fresh = new PassCount(source, collection.period, write, {
      carried: parent && carriedOf(source, place?.source, parent),
      about: source.about && ((record) => source.about?.(record, given) ?? 'subject'),
      keepsOthers,
    });
    this.list = new ListPages(collection, source, { query, parent }, this.meter, operations);
    this.isOneOfMany = operations.length > 1;
  }

  result(): Omit<ListResult, 'end'> {
    const { operation, refused, query } = this.list;
    const isMade = typeof this.source.asks[operation]?.query === 'function';
    return {
      records: this.fresh.written,
      outsidePeriod: this.fresh.outside,
      reread: this.passes > this.spans ? this.passes - this.spans : undefined,
      calls: this.meter.calls,
      pages: this.pages,
      vendorTotal: this.vendorTotal,
      asked: this.asked,
      answered: this.answered,
      outOfReach: this.outOfReach,
      lookedThrough: this.fresh.lookedThrough || undefined,
      othersLeftOut: this.fresh.othersLeftOut || undefined,
      unnamed: this.fresh.unnamed || undefined,
      operation: operation || undefined,
      beyondReach: this.beyondReach,
      query: isMade ? query : undefined,
      passedOver: this.isOneOfMany && refused.length > 0 ? refused : undefined,
    };
  }

  /** Asks the window and whatever of it turns out to be missing; keeps what was read before a refusal. */
  async run(): Promise<StepEnd> {
    const { window } = this.step.parameters;
    const open = this.openSpans(window);
    let end: StepEnd = { kind: 'complete' };
    while (open.length > 0 && end.kind !== 'refused') {
      const current = open.shift();
      if (current && this.isTooOld(current.span.from)) {
        open.unshift(...this.youngerThan(current));
        continue;
      }
      try {
        const missing = await this.readSpan(current);
        if (!missing) end = this.lose(current, end);
        else if (current) open.unshift(...missing.map((span) => ({ ...current, span })));
      } catch (error) {
        if (current && !this.parent && isAboutAge(error)) {
          this.since.note(this.step.parameters.query, current.span.from);
          open.unshift(...this.youngerThan(current));
          continue;
        }
        const isRefused = current && isAboutTheSpan(error, current.window);
        const instead = isRefused ? splitWindow(current.window, current.span, this.today) : undefined;
        if (current && instead) open.unshift(...this.insteadOf(current, instead));
        else end = isRefused ? this.lose(current, end) : this.endOf(error);
      }
    }
    return end;
  }

  private openSpans(window: PlannedWindow | undefined): (OpenSpan | undefined)[] {
    const rule = windowOf(this.source);
    if (!window || !rule) return [undefined];
    return windowsToday(rule, window, this.today).map((one) => ({ span: one, window: one }));
  }

  private isTooOld(day: string): boolean {
    return this.since.isTooOld(this.step.parameters.query, day);
  }

  /** Of a span whose first day is too old to be answered for: the parts to look at, the younger first. A day is out of reach. */
  private youngerThan({ window, span: { from, to } }: OpenSpan): OpenSpan[] {
    const middle = middleOf({ from, to });
    if (middle !== undefined && !this.isTooOld(to))
      return [
        { from: middle, to },
        { from, to: middle },
      ].map((span) => ({ window, span }));
    this.outOfReach.push({ from, to });
    return [];
  }

  /** At the edge of the look-back the days before a later start are out of reach. */
  private insteadOf({ window, span: refused }: OpenSpan, spans: Span[]): OpenSpan[] {
    const [first] = spans;
    if (window.laterStarts && first && first.from > refused.from)
      this.outOfReach.push({ from: refused.from, to: first.from });
    return spans.map((span) => ({ window, span }));
  }

  /** One span to its last page. Resolves with the parts the vendor left out; undefined: it left out all. */
  private async readSpan(current: OpenSpan | undefined): Promise<Span[] | undefined> {
    const span = current?.span;
    if (span) this.asked.push({ from: span.from, to: span.to });
    this.spans += 1;
    const pass = await this.readUntilEnough(span);
    const total = pass.isTotalOfPage && pass.pages > 1 ? pass.rows : pass.total;
    if (total !== undefined) this.vendorTotal = (this.vendorTotal ?? 0) + total;
    if (!span) return [];
    const rule = this.source.asks[this.list.operation]?.window;
    const names = rule?.parameters ?? this.collection.connector.conventions.window;
    const compared = compareWindows(names, span, pass.first?.body ?? {}, this.today, rule?.format);
    this.answered.push(compared.answered);
    if (!current.window.laterStarts) return compared.isProgress ? compared.missing : undefined;
    this.outOfReach.push(...compared.missing);
    return [];
  }

  /** Reads a span once more when the vendor states more records than it gave, because rows move between pages. */
  private async readUntilEnough(span: Span | undefined): Promise<Pass> {
    try {
      let pass = await this.readPass(span);
      if (this.fresh.isShort(pass.total)) pass = await this.readPass(span);
      if (this.fresh.isShort(pass.total) && this.fresh.rows < (pass.total ?? 0)) throw new PagesShort();
      return pass;
    } finally {
      this.fresh.endSpan();
    }
  }

  private async readPass(span: Span | undefined): Promise<Pass> {
    for (let restarts = 0; ; restarts += 1) {
      this.fresh.startPass();
      try {
        return await this.readToLastPage(span);
      } catch (error) {
        if (!(error instanceof PageTokenExpired) || restarts >= mostRestarts) throw error;
      }
    }
  }

  private async readToLastPage(span: Span | undefined): Promise<Pass> {
    const pass: Pass = { pages: 0, rows: 0, isTotalOfPage: true };
    let stalePages = 0;
    this.passes += 1;
    for await (const page of this.list.open(span)) {
      this.pages += 1;
      pass.pages += 1;
      pass.rows += page.items.length;
      pass.first ??= page;
      pass.total = page.total ?? pass.total;
      if (page.total !== page.items.length) pass.isTotalOfPage = false;
      stalePages = (await this.fresh.take(page, this.list.query)) > 0 ? 0 : stalePages + 1;
      if (stalePages > mostStalePages) throw new PagesStopped('too_many_pages');
    }
    return pass;
  }

  private get today(): string {
    return toDay(this.collection.clock.now());
  }

  /** What could not be answered is out of reach at the edge of the look-back, and a gap elsewhere. */
  private lose(current: OpenSpan | undefined, end: StepEnd): StepEnd {
    if (!current?.window.laterStarts) return this.incomplete('window_not_answered');
    const { from, to } = current.span;
    this.outOfReach.push({ from, to });
    return end;
  }

  private endOf(error: unknown): StepEnd {
    if (error instanceof PagesStopped) return this.incomplete(error.reason);
    if (error instanceof PageTokenExpired) return this.incomplete('page_token_expired');
    if (error instanceof PagesShort) return this.incomplete('fewer_than_vendor_total');
    if (error instanceof WindowRefused) return this.incomplete('request_refused');
    if (!(error instanceof Refusal)) throw error;
    const { outcome, reason, remedy } = error;
    const { window, parent } = this.step.parameters;
    if (window && outcome === 'out_of_reach') {
      this.outOfReach.push({ from: window.from, to: window.to });
      return { kind: 'complete' };
    }
    if (parent && outcome === 'out_of_reach' && this.pages === 0) {
      this.beyondReach = { at: dateOf(this.source, this.parent) };
      return { kind: 'complete' };
    }
    return this.pages > 0 ? { kind: 'partial', reason, remedy } : endOfRefusal(error);
  }

  private incomplete(reason: Refusal['reason']): StepEnd {
    const remedy = remedyFor(reason);
    return this.pages > 0
      ? { kind: 'partial', reason, remedy }
      : { kind: 'refused', outcome: 'failed', reason, remedy };
  }
}

/** The vendor states more records than it gives, also when asked again. */
class PagesShort extends Error {}

/** Whether a span was refused for the age of its first days. */
const isAboutAge = (error: unknown) => error instanceof Refusal && error.outcome === 'out_of_reach';

/** At the edge of the look-back any refusal of the call's form can be about its dates. */
const isAboutTheSpan = (error: unknown, { laterStarts }: PlannedWindow) =>
  error instanceof WindowRefused ||
  (laterStarts !== undefined && error instanceof Refusal && error.reason === 'request_refused');
