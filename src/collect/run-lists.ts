import type { AskedSource, Reason } from '../contract/index.js';
import { Outage, PauseUntil } from '../upstream/refusal.js';
import type { ListResult } from '../model/step-result.js';
import type { PlannedWindow } from '../model/window.js';
import type { ListStep } from '../model/step.js';
import { AnsweredSince } from './answered-since.js';
import type { Collection } from './collection.js';
import type { RefusedEnd } from './end-of-refusal.js';
import { runListStep } from './list-step.js';
import { laneOf } from './plan.js';
import { quarantined } from './quarantined.js';
import { readParent } from './read-parent.js';
import { hasQuery, OperationRecord, usableOperations } from './usable-operations.js';

/** Steps that are started together. */
const batch = 500;

/** Reasons that may hold for one window only, or only for a while. */
const passing: ReadonlySet<Reason> = new Set([
  'vendor_unreachable',
  'vendor_error',
  'broken_answer',
  'rate_limited',
  'window_not_answered',
  'quarantined',
]);

/**
 * Reads a source's lists. The first step of each operation and query goes ahead alone: where it is refused for good,
 * the others are not asked, because vendors disable apps that fail often.
 */
export async function runLists(collection: Collection, source: AskedSource): Promise<void> {
  const lists = new Lists(collection, source);
  await lists.readKnownEnds();
  const [first, ...others] = await lists.scouts();
  if (first) await lists.runAll([first]);
  await lists.runAll(others);
  for (let steps = await lists.pending(batch); steps.length > 0; steps = await lists.pending(batch))
    await lists.runAll(steps);
}

class Lists {
  private outage: Outage | undefined;
  private readonly operations: OperationRecord;
  private readonly answered = new Set<number>();
  private readonly refused = new Map<number, RefusedEnd>();
  private readonly since = new AnsweredSince();

  constructor(
    private readonly collection: Collection,
    private readonly source: AskedSource,
  ) {
    this.operations = new OperationRecord(source);
  }

  /** What earlier runs have met counts, too. */
  async readKnownEnds(): Promise<void> {
    const { steps, requestId } = this.collection;
    for await (const page of steps.done(requestId, this.source.id, 'list'))
      for (const step of page) if (step.result) this.note(step, step.result);
  }

  pending(limit: number): Promise<ListStep[]> {
    const { steps, requestId } = this.collection;
    return steps.pending(requestId, this.source.id, 'list', -1, limit);
  }

  /** The first pending step of every operation and query. */
  async scouts(): Promise<ListStep[]> {
    const first = new Map<string, ListStep>();
    for (const step of await this.pending(100_000)) {
      const { operation = 0, query } = step.parameters;
      const key = `${operation}|${query}`;
      if (!first.has(key)) first.set(key, step);
    }
    return [...first.values()];
  }

  async runAll(steps: readonly ListStep[]): Promise<void> {
    const ends = await Promise.allSettled(steps.map((step) => this.run(step)));
    const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
    const worst = errors.find((error) => !(error instanceof PauseUntil)) ?? errors[0];
    if (worst) throw worst;
  }

  private run(step: ListStep): Promise<void> {
    const { collection, source } = this;
    const { operation = 0 } = step.parameters;
    const next = [...source.asks.keys()].find((one) => one >= operation && !this.operations.refusalOf(one));
    const lane = laneOf((source.asks[next ?? operation] ?? source.asks[0]).rateLimit);
    return collection.lanes.run(lane, collection.requestId, async () => {
      collection.signal.throwIfAborted();
      if (this.outage) throw this.outage;
      const result = await collection.leases
        .run(
          step,
          () => this.read(step),
          () => skipped(quarantined),
        )
        .catch((error: unknown) => {
          // While nobody answers, the other windows are not tried, each for a minute.
          if (error instanceof Outage) this.outage = error;
          throw error;
        });
      collection.progress.of(source.id).steps.done += 1;
      this.note(step, result);
    });
  }

  /** Asks the operations that may answer, or none of them where it is known that they refuse. */
  private async read(step: ListStep): Promise<ListResult> {
    const { collection, source } = this;
    const refusal = this.refusalOfQuery(step);
    if (refusal) return skipped(refusal);
    if (this.isTooOld(step)) return beyondReach(step.parameters.window);
    const { query, parent: place, operation = 0 } = step.parameters;
    const parent = place && (await readParent(collection, place));
    const needs = { ...collection, now: collection.clock.now() };
    const usable = usableOperations(needs, source, parent);
    // Scopes and days may have changed since it was planned: then the vendor says so.
    const wanted = usable.length > 0 ? usable : [operation];
    const left = wanted.filter((one) => !this.operations.refusalOf(one));
    const known = left.length === 0 && wanted.map((one) => this.operations.refusalOf(one)).find(Boolean);
    if (known) return skipped(known);
    // The operation that is asked instead has fewer queries.
    if (!hasQuery(needs, source, left[0], query, parent)) return nothingToAsk;
    const able = left.filter((one) => hasQuery(needs, source, one, query, parent));
    return runListStep(collection, source, step, { operations: able, parent, since: this.since });
  }

  private note({ parameters }: ListStep, result: ListResult): void {
    this.operations.note(result);
    if (result.end.kind !== 'refused') this.answered.add(parameters.query);
    else this.refused.set(parameters.query, result.end);
    if (!this.source.forEach) for (const { to } of result.outOfReach) this.since.note(parameters.query, to);
  }

  private isTooOld({ parameters: { query, window } }: ListStep): boolean {
    return window !== undefined && this.since.isTooOld(query, window.to);
  }

  /** A refusal of the same query for another window, which already answers this step. */
  private refusalOfQuery({ parameters: { query } }: ListStep): RefusedEnd | undefined {
    const refusal = this.source.forEach ? undefined : this.refused.get(query);
    return refusal && !this.answered.has(query) && !passing.has(refusal.reason) ? refusal : undefined;
  }
}

const nothing = { records: 0, calls: 0, pages: 0, asked: [], answered: [], outOfReach: [] };

const nothingToAsk: ListResult = { ...nothing, end: { kind: 'complete' } };

const beyondReach = (window: PlannedWindow | undefined): ListResult => ({
  ...nothing,
  outOfReach: window ? [{ from: window.from, to: window.to }] : [],
  end: { kind: 'complete' },
});

const skipped = (end: RefusedEnd): ListResult => ({ ...nothing, end });
