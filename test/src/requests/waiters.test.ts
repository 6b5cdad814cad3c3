import { expect, test } from '@jest/globals';
import { Waiters } from '../../../src/requests/waiters.js';

/** Whether a promise is settled once all that is due has run. */
async function isOver(promise: Promise<void>): Promise<boolean> {
  const pending = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5));
  return Promise.race([promise.then(() => true), pending]);
}
const long = { ms: 60_000 };

test('who waits for a state looks at each change, and goes on when it has come', async () => {
  const waiters = new Waiters();
  let status = 'queued';
  const wait = waiters.until('a', () => Promise.resolve(status === 'completed'), long);
  status = 'running';
  waiters.wake('a');
  expect(await isOver(wait)).toBe(false);
  status = 'completed';
  waiters.wake('b');
  expect(await isOver(wait)).toBe(false);
  waiters.wake('a');
  expect(await isOver(wait)).toBe(true);
});

test('what is so already is not waited for', async () => {
  expect(await isOver(new Waiters().until('a', () => Promise.resolve(true), long))).toBe(true);
});

test('what comes while it looks for the first time is not missed', async () => {
  const waiters = new Waiters();
  let isThere = false;
  let go: (() => void) | undefined;
  let looks = 0;
  const look = async () => {
    const seen = isThere;
    if (looks++ === 0) await new Promise<void>((resolve) => (go = resolve));
    return seen;
  };
  const wait = waiters.until('a', look, long);
  isThere = true;
  waiters.wake('a');
  go?.();
  expect(await isOver(wait)).toBe(true);
});

test('a wait ends with its time, and with the caller', async () => {
  const waiters = new Waiters();
  const never = () => Promise.resolve(false);
  expect(await isOver(waiters.until('a', never, { ms: 1 }).then(() => undefined))).toBe(true);
  const caller = new AbortController();
  const wait = waiters.until('a', never, { ...long, signal: caller.signal });
  caller.abort();
  expect(await isOver(wait)).toBe(true);
});

test('one who cannot look meets the fault itself, not the one who wrote', async () => {
  const waiters = new Waiters();
  let looks = 0;
  const wait = waiters.until('a', () => (looks++ > 0 ? fault() : Promise.resolve(false)), long);
  expect(() => waiters.wake('a')).not.toThrow();
  expect(await isOver(wait)).toBe(true);
});

test('all are told to look when nothing more will come', async () => {
  const waiters = new Waiters();
  let isStopping = false;
  const waits = ['a', 'b'].map((id) => waiters.until(id, () => Promise.resolve(isStopping), long));
  isStopping = true;
  waiters.wakeAll();
  expect(await Promise.all(waits.map(isOver))).toEqual([true, true]);
});

function fault(): never {
  throw new Error('the database is damaged');
}
