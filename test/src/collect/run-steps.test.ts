import { expect, test } from '@jest/globals';
import type { Collection } from '../../../src/collect/collection.js';
import { runPendingSteps } from '../../../src/collect/run-steps.js';
import type { FileStep } from '../../../src/model/step.js';
import type { FileResult } from '../../../src/model/step-result.js';

test('workers that ask for the next step at the same moment are given different ones, and every one once', async () => {
  const all = Array.from({ length: 450 }, (_, position) => ({ position }) as FileStep);
  const given: number[] = [];
  let fetches = 0;
  const steps = {
    pending: async (_request: string, _source: string, _kind: string, after: number, limit: number) => {
      fetches += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return all.filter(({ position }) => position > after).slice(0, limit);
    },
  };
  const collection = {
    ...{ requestId: 'r', steps, signal: new AbortController().signal },
    lanes: { run: (_lane: string, _request: string, work: () => Promise<void>) => work() },
    leases: { run: (_step: FileStep, work: () => Promise<unknown>) => work() },
  } as unknown as Collection;
  await runPendingSteps<'file'>(
    collection,
    {
      ...{ sourceId: 's', kind: 'file', lane: () => 'media', width: 16 },
      setAside: () => Promise.reject(new Error('It must not be set aside.')),
    },
    async (step) => {
      given.push(step.position);
      await new Promise((resolve) => setImmediate(resolve));
      return {} as FileResult;
    },
  );
  expect(given.sort((one, other) => one - other)).toEqual(all.map(({ position }) => position));
  // Three pages, and one that says that there is no more.
  expect(fetches).toBe(4);
});
