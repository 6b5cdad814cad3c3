import type { ResultOf, StepKind, StepOfKind } from '../model/step.js';
import { PauseUntil } from '../upstream/refusal.js';
import type { Collection } from './collection.js';

/** Steps fetched from the store at a time. */
const batch = 200;

/** Which steps to run, and how many at once. */
export interface PendingSteps<Kind extends StepKind> {
  sourceId: string;
  kind: Kind;
  lane: (step: StepOfKind<Kind>) => string;
  width: number;
  /** What becomes of a step that has crashed too often. */
  setAside: () => Promise<ResultOf<StepOfKind<Kind>>>;
}

/**
 * Runs all pending steps of one kind of a source, `width` at a time, each in its lane. A step that must pause
 * stays pending, and no further one is started; throws the PauseUntil when the running ones have ended.
 */
export async function runPendingSteps<Kind extends StepKind>(
  collection: Collection,
  { sourceId, kind, lane, width, setAside }: PendingSteps<Kind>,
  work: (step: StepOfKind<Kind>) => Promise<ResultOf<StepOfKind<Kind>>>,
): Promise<void> {
  const { lanes, leases, requestId } = collection;
  const next = createCursor(collection, sourceId, kind);
  let stopped: unknown;
  const worker = async () => {
    for (let step = await next(); step && stopped === undefined; step = await next()) {
      const current = step;
      try {
        await lanes.run(lane(current), requestId, async () => {
          collection.signal.throwIfAborted();
          if (stopped === undefined) await leases.run(current, () => work(current), setAside);
        });
      } catch (error) {
        stopped = worse(stopped, error);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (stopped !== undefined) throw stopped as Error;
}

/** Any other error goes before a pause; of two pauses the earlier end counts. */
function worse(known: unknown, error: unknown): unknown {
  if (known === undefined) return error;
  if (!(known instanceof PauseUntil)) return known;
  return error instanceof PauseUntil && error.until >= known.until ? known : error;
}

/** Gives every pending step once, however many workers ask: a page is fetched by one of them, and the others wait. */
/** Gives every pending step once, however many workers ask: a page is fetched by one of them, and the others wait. */
function createCursor<Kind extends StepKind>({ steps, requestId }: Collection, sourceId: string, kind: Kind) {
  let after = -1;
  let fetched: StepOfKind<Kind>[] = [];
  let fetching: Promise<void> | undefined;
  const fetch = async () => {
    fetched = await steps.pending(requestId, sourceId, kind, after, batch);
    after = fetched.at(-1)?.position ?? Infinity;
  };
  return async (): Promise<StepOfKind<Kind> | undefined> => {
    while (fetched.length === 0 && after !== Infinity)
      await (fetching ??= fetch().finally(() => (fetching = undefined)));
    return fetched.shift();
  };
}
