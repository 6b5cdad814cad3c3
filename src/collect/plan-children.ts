import {
  isVendorRecord,
  queriesOf,
  sourceOf,
  windowOf,
  type AskedSource,
  type Given,
  type VendorRecord,
} from '../contract/index.js';
import { toDay } from '../clock.js';
import { earlierDay, laterDay, type Span } from '../model/days.js';
import type { ParentBeyond, ParentRecord } from '../model/parent-record.js';
import { utcDaysOf } from '../model/period.js';
import type { SourcePlan, SourceRun } from '../model/source-run.js';
import type { ListStep } from '../model/step.js';
import type { ListParameters } from '../model/step-result.js';
import { settledRecords } from '../spool/settled-records.js';
import { givenOf, type Collection } from './collection.js';
import { readListedIn, touches, type ListedIn } from './listed-in.js';
import { withShortfalls } from './inherit-gaps.js';
import { Planned } from './planned.js';
import type { LaterSteps } from './plan-files.js';
import { dateOf, usableOperations } from './usable-operations.js';
import { planWindows, type WindowPlan } from './windows.js';

/** A call that is to be made, and the record it is made for. */
interface Wanted {
  name: string;
  parent: ParentRecord;
  /** What is to be asked; what was planned before stays as it is. */
  fresh: readonly ListParameters[];
}

/**
 * The steps of a source that is asked for each record of others: each distinct call once. A record that was planned
 * before keeps its steps, so that nothing is asked twice. Undefined: those records are not there yet.
 */
export async function planChildren(
  collection: Collection,
  source: AskedSource,
  run: SourceRun,
): Promise<LaterSteps<ListStep> | undefined> {
  const parents = await parentRunsOf(collection, source);
  if (parents.some(({ phase }) => !['files', 'done'].includes(phase))) return undefined;
  const plan = await withShortfalls(collection, source, run.plan, parents);
  const planning = new Planning(collection, source, run);
  await planning.takeKnown();
  if (plan.requested && !plan.refusal)
    for (const parent of parents) if (parent.plan.requested) await planning.read(parent);
  return planning.finish(plan);
}

async function parentRunsOf(
  { steps, requestId }: Collection,
  { forEach = [] }: AskedSource,
): Promise<SourceRun[]> {
  const runs = await steps.runs(requestId);
  return forEach.flatMap((each) => runs.find(({ sourceId }) => sourceId === each.source) ?? []);
}

class Planning {
  private readonly wanted = new Map<string, Wanted>();
  private readonly beyond = new Map<string, ParentBeyond>();
  private readonly planned = new Planned<ListStep>();
  private readonly counts = { asked: 0, same: 0, nothingToAsk: 0 };
  private readonly now: number;
  private outOfReach: Span | undefined;
  private start: WindowPlan['start'] | undefined;

  /** Where only the windows are asked in which a record was listed. */
  private listedIn: ListedIn | undefined;

  constructor(
    private readonly collection: Collection,
    private readonly source: AskedSource,
    private readonly run: SourceRun,
  ) {
    this.now = collection.clock.now();
  }

  takeKnown(): Promise<void> {
    const { collection, source, run } = this;
    const known = collection.steps.all(run.requestId, source.id, 'list');
    return this.planned.take(known, ({ parameters: { parent } }) => parent && nameOf(parent));
  }

  /** Goes through the records of one source. */
  async read(parentRun: SourceRun): Promise<void> {
    const { connector, subject, held } = this.collection;
    const { sourceId } = parentRun;
    const each = this.source.forEach?.find((one) => one.source === sourceId);
    const parents = sourceOf(connector, sourceId);
    if (windowOf(this.source)?.whereListed) this.listedIn = await readListedIn(this.collection, parents);
    for await (const settled of settledRecords(this.collection, parents, parentRun)) {
      const { record, id, place, details } = settled;
      if (!isVendorRecord(record) || each?.where?.(record, subject, held.get(this.source.id)) === false)
        this.counts.nothingToAsk += 1;
      else this.note({ source: sourceId, id, place, details }, record);
    }
  }

  finish(plan: SourcePlan): LaterSteps<ListStep> {
    for (const wanted of this.wanted.values()) this.addSteps(wanted);
    const { planned, counts, outOfReach, start } = this;
    const beyond = [...this.beyond.values()];
    return {
      ...{ steps: planned.steps, added: planned.added },
      plan: {
        ...plan,
        parents: counts,
        ...(beyond.length > 0 && { beyondReach: beyond }),
        ...(outOfReach && { outOfReach }),
        ...(start && { start }),
      },
    };
  }

  private note(parent: ParentRecord, record: VendorRecord): void {
    const { collection, source } = this;
    const name = nameOf(parent);
    const call = callOf(source, givenOf(collection, record));
    if (call === undefined) {
      this.counts.nothingToAsk += 1;
      return;
    }
    const other = this.wanted.get(call);
    if (other ?? this.beyond.has(call)) this.counts.same += 1;
    // What was asked for another record of the same call stays that record's.
    if (other && (this.planned.of(other.name).length > 0 || this.planned.of(name).length === 0)) return;
    const isKnown = this.planned.of(name).length > 0;
    const operations = usableOperations({ ...collection, now: this.now }, source, record);
    if (operations.length > 0 || isKnown) {
      this.beyond.delete(call);
      this.wanted.set(call, { name, parent, fresh: this.freshOf(name, parent, record, operations) });
    } else if (!other && !this.beyond.has(call))
      this.beyond.set(call, {
        parent: { source: parent.source, id: parent.id },
        at: dateOf(source, record),
      });
  }

  private addSteps({ name, parent, fresh }: Wanted): void {
    const known = this.planned.of(name);
    for (const step of known) this.planned.keep({ ...step, parameters: { ...step.parameters, parent } });
    for (const parameters of fresh)
      this.planned.add('', {
        ...{ requestId: this.run.requestId, sourceId: this.source.id, kind: 'list' },
        parameters: { ...parameters, parent },
      });
    if (known.length + fresh.length > 0) this.counts.asked += 1;
    else this.counts.nothingToAsk += 1;
  }

  /** What is not planned yet: a list that was read again may have shown the record in further windows. */
  private freshOf(
    name: string,
    parent: ParentRecord,
    record: VendorRecord,
    operations: readonly number[],
  ): ListParameters[] {
    const known = this.planned.of(name);
    if (known.length > 0 && (!this.listedIn || operations.length === 0)) return [];
    return this.parametersFor(parent, record, operations).filter(
      ({ query, window }) =>
        !known.some(({ parameters }) => parameters.query === query && isWithin(window, parameters.window)),
    );
  }

  /** Every window of the time a record covers, with every query of the operations that may be asked. */
  private parametersFor(
    { id }: ParentRecord,
    record: VendorRecord,
    operations: readonly number[],
  ): ListParameters[] {
    const { source, collection } = this;
    const given = givenOf(collection, record);
    const counts = operations.flatMap((number) => {
      const operation = source.asks[number];
      return operation ? [queriesOf(operation, given).length] : [];
    });
    const queries = [...Array(Math.max(...counts)).keys()];
    const [first = 0] = operations;
    const operation = first === 0 ? {} : { operation: first };
    const windows = this.windowsFor(id, record);
    if (!windows) return queries.map((query) => ({ query, ...operation }));
    return windows.flatMap((window) => queries.map((query) => ({ query, window, ...operation })));
  }

  private windowsFor(id: string, record: VendorRecord): WindowPlan['windows'] | undefined {
    const rule = windowOf(this.source);
    if (!rule) return undefined;
    const period = utcDaysOf(this.collection.period);
    const listed = this.listedIn?.windowsOf(id);
    if (listed) return listed.filter((window) => touches(window, period));
    const life = rule.within?.(record) ?? {};
    const [born, ended] = [dayOf(life.from), dayOf(life.to)];
    const from = born && period.from ? laterDay(born, period.from) : (born ?? period.from);
    const to = ended && period.to ? earlierDay(ended, period.to) : (ended ?? period.to);
    if (from !== undefined && to !== undefined && from > to) return [];
    const { windows, outOfReach, start } = planWindows({ rule, period: { from, to }, now: this.now });
    if (outOfReach) this.outOfReach = hullOf(this.outOfReach ?? outOfReach, outOfReach);
    if (!rule.within) this.start = start;
    return windows;
  }
}

const isWithin = (window: Span | undefined, known: Span | undefined) =>
  window === undefined || (known !== undefined && known.from <= window.from && known.to >= window.to);

const nameOf = ({ source, id }: ParentRecord) => `${source}|${id}`;

/** What tells the calls for one record from those for another; undefined: there is nothing to ask. */
function callOf({ asks, parentKey }: AskedSource, given: Given): string | undefined {
  const key = given.parent && parentKey?.(given.parent);
  for (const operation of asks) {
    const values = operation.values ? operation.values(given) : {};
    if (values) return key ?? JSON.stringify([values, queriesOf(operation, given)]);
  }
  return undefined;
}

/** The day of a day or a moment; undefined: there is none to be read. */
function dayOf(value: string | undefined): string | undefined {
  const moment = value === undefined ? NaN : Date.parse(value);
  return Number.isNaN(moment) ? undefined : toDay(moment);
}

const hullOf = (one: Span, other: Span): Span => ({
  from: earlierDay(one.from, other.from),
  to: laterDay(one.to, other.to),
});
