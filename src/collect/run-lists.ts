import type { Reason, Source } from '../contract/index.js';
import { Outage, PauseUntil } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import { runListStep } from './list-step.js';
import { laneOf } from './plan.js';
import { quarantined } from './quarantined.js';
import type { ListResult, StepEnd } from '../model/step-result.js';
import type { ListStep } from '../model/step.js';

/** Failures without one success after which a source is given up: nothing answers there. */
const hopelessFailures = 4;

/** Reasons that may hold for one window only, or only for a while. */
const passing: ReadonlySet<Reason> = new Set([
  'vendor_unreachable',
  'vendor_error',
  'broken_answer',
  'rate_limited',
  'window_not_answered',
  'quarantined',
]);

type RefusedEnd = StepEnd & { kind: 'refused' };

/**
 * Reads all windows of a source's list. The first window of each query goes ahead alone: where it is refused
 * for good, the others are not asked, because vendors disable apps that fail often.
 */
export async function runLists(collection: Collection, source: Source): Promise<void> {
  const lists = new Lists(collection, source);
  const [first, ...others] = lists.scouts();
  if (first) await lists.runAll([first]);
  await lists.runAll(others);
  await lists.runAll(lists.pending());
}

class Lists {
  private usesFallback = false;
  private failures = 0;
  private outage: Outage | undefined;
  private readonly answered = new Set<number>();
  private readonly refused = new Map<number, RefusedEnd>();

  constructor(
    private readonly collection: Collection,
    private readonly source: Source,
  ) {
    const { steps, requestId } = collection;
    for (const step of steps.done(requestId, source.id, 'list'))
      if (step.result) this.note(step, step.result);
  }

  pending(): ListStep[] {
    const { steps, requestId } = this.collection;
    return steps.pending(requestId, this.source.id, 'list', -1, 100_000);
  }

  /** The first pending step of every query. */
  scouts(): ListStep[] {
    const byQuery = new Map<number, ListStep>();
    for (const step of this.pending())
      if (!byQuery.has(step.parameters.query)) byQuery.set(step.parameters.query, step);
    return [...byQuery.values()];
  }

  async runAll(steps: readonly ListStep[]): Promise<void> {
    const ends = await Promise.allSettled(steps.map((step) => this.run(step)));
    const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
    const worst = errors.find((error) => !(error instanceof PauseUntil)) ?? errors[0];
    if (worst) throw worst;
  }

  private run(step: ListStep): Promise<void> {
    const { collection, source } = this;
    return collection.lanes.run(laneOf(source.rateLimit), collection.requestId, async () => {
      collection.signal.throwIfAborted();
      if (this.outage) throw this.outage;
      const end = this.knownRefusal(step);
      const result = await collection.leases
        .run(
          step,
          () =>
            end ? Promise.resolve(skipped(end)) : runListStep(collection, source, step, this.usesFallback),
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

  private note({ parameters }: ListStep, { end, usedFallback }: ListResult): void {
    this.usesFallback ||= usedFallback ?? false;
    if (end.kind !== 'refused') this.answered.add(parameters.query);
    else {
      this.failures += 1;
      this.refused.set(parameters.query, end);
    }
  }

  /** A refusal that already answers this step: of its query, or of the whole source. */
  private knownRefusal({ parameters: { query } }: ListStep): RefusedEnd | undefined {
    const ofQuery = this.refused.get(query);
    if (ofQuery && !this.answered.has(query) && !passing.has(ofQuery.reason)) return ofQuery;
    if (this.answered.size > 0) return undefined;
    const all = [...this.refused.values()];
    const isHopeless = this.failures >= hopelessFailures;
    return all.find(({ outcome }) => isHopeless || ['scope_missing', 'not_licensed'].includes(outcome));
  }
}

function skipped(end: RefusedEnd): ListResult {
  return { end, records: 0, calls: 0, pages: 0, asked: [], answered: [], outOfReach: [] };
}
