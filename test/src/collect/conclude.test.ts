import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import { conclude } from '../../../src/collect/conclude.js';
import { undoSettled } from '../../../src/collect/damage.js';
import { endUnasked } from '../../../src/collect/end-unasked.js';
import { textOf } from '../../../src/contract/index.js';
import type { SourcePhase } from '../../../src/model/source-run.js';
import { settle } from '../../../src/spool/settle.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';

/** Each call names a recording. */
const calls = declareSource({
  id: 'calls',
  references: [
    {
      source: 'recordings',
      names: ({ recording }) => [textOf(recording) ?? ''],
      knownAs: ({ id }) => [textOf(id) ?? ''],
    },
  ],
});
const recordings = declareSource({ id: 'recordings' });
const connector = { ...zoom, sources: [calls, recordings] };

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

const needs = () => ({ ...collected, connector });
const outcomes = async () =>
  Object.fromEntries(
    (await collected.steps.runs(collected.requestId)).map(({ sourceId, outcome }) => [sourceId, outcome]),
  );

/** Brings a source to a phase, settled when its lists have ended. */
async function bring(source: typeof calls, phase: SourcePhase): Promise<void> {
  const settled = await settle(collected, source);
  await collected.steps.advance({ ...collected.run(source.id), phase, settled });
}

beforeEach(async () => {
  await collected.list('calls', [
    { id: 'a', recording: 'r1' },
    { id: 'b', recording: 'r2' },
  ]);
  await collected.list('recordings', [{ id: 'r1' }]);
  await collected.steps.plan([collected.run('calls'), collected.run('recordings')], []);
});

test('a source is concluded when it is done and all that name its records are settled', async () => {
  await bring(calls, 'listing');
  await bring(recordings, 'done');
  await conclude(needs());
  expect(await outcomes()).toEqual({ calls: undefined, recordings: undefined });

  await bring(calls, 'files');
  await conclude(needs());
  const problems = [{ reason: 'less_than_stated', count: 1 }];
  expect(await outcomes()).toMatchObject({ recordings: { outcome: 'partial', records: 1, problems } });
  expect((await outcomes()).calls).toBeUndefined();

  await bring(calls, 'done');
  await conclude(needs());
  expect(await outcomes()).toMatchObject({ calls: { outcome: 'complete', records: 2, duplicates: 0 } });
});

test('a source that goes through a phase again has no outcome, and none is written meanwhile', async () => {
  await bring(calls, 'done');
  await bring(recordings, 'done');
  await conclude(needs());
  const known = (await outcomes()).calls;
  expect(known).toBeDefined();
  await bring(calls, 'details');
  await collected.steps.conclude(collected.run('calls'), known);
  expect((await outcomes()).calls).toBeUndefined();
  expect((await collected.steps.runs(collected.requestId))[0]?.settled?.records).toBe(2);
  await bring(calls, 'listing');
  expect((await collected.steps.runs(collected.requestId))[0]?.settled).toBeUndefined();
});

test('a source without settled records that has records goes back to its lists; one that has none stays', async () => {
  await bring(recordings, 'done');
  const { steps, spool, requestId } = collected;
  await steps.advance({ ...collected.run('calls'), phase: 'files' });
  expect(await undoSettled(steps, spool, requestId, connector)).toBe(1);
  expect((await steps.runs(requestId)).map(({ phase }) => phase)).toEqual(['listing', 'done']);
  await bring(calls, 'done');
  expect(await undoSettled(steps, spool, requestId, connector)).toBe(0);
});

test('where nobody is found any more, what had been read stays, and the doubt is said', async () => {
  await collected.steps.advance({ ...collected.run('calls'), phase: 'listing' });
  await bring(recordings, 'done');
  await endUnasked(needs(), [{ reason: 'lookup_incomplete', remedy: 'Look again.', count: 1 }]);
  await conclude(needs());
  expect(await outcomes()).toMatchObject({
    calls: { outcome: 'partial', reason: 'lookup_incomplete', records: 2 },
    recordings: { records: 1 },
  });
});
