import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { WorkQueue, type Claim } from '../../../src/requests/work-queue.js';

let queue: WorkQueue;
beforeEach(() => {
  queue = new WorkQueue(systemClock);
});

const work = (id: string) => ({ id, connectionId: id.slice(0, 1) });
/** What there is to take now. */
const next = (): Promise<Claim | 'nothing' | undefined> =>
  Promise.race([queue.take(), new Promise<'nothing'>((resolve) => setTimeout(() => resolve('nothing'), 20))]);
const taken = async (): Promise<Claim> => (await queue.take()) as Claim;

describe('a request', () => {
  test('is taken by one who waits for work, once', async () => {
    const claim = queue.take();
    queue.wake(work('a1'));
    queue.wake(work('a1'));
    expect(await claim).toMatchObject({ id: 'a1', connectionId: 'a' });
    expect([queue.isHeld('a1'), queue.isRunning('a'), queue.isRunning('b')]).toEqual([true, true, false]);
    expect(queue.progressOf('a1')).toBe((await claim)?.progress);
  });

  test('that is woken while it is held has another turn when it is given back', async () => {
    queue.wake(work('a1'));
    const claim = await taken();
    queue.wake(work('a1'));
    const waiting = queue.take();
    queue.giveBack(claim);
    expect((await waiting)?.id).toBe('a1');
    queue.giveBack((await waiting) as Claim);
    expect(await next()).toBe('nothing');
  });

  test('has its turn at its moment, or when it is woken before, but not twice', async () => {
    queue.wakeAt(work('a1'), Date.now() + 30);
    expect((await taken()).id).toBe('a1');
    queue.wakeAt(work('a2'), Date.now() + 10);
    queue.wake(work('a2'));
    const claim = await taken();
    await new Promise((resolve) => setTimeout(resolve, 20));
    queue.giveBack(claim);
    expect(await next()).toBe('nothing');
  });

  test('that waits until somebody wakes it has no turn by itself', async () => {
    queue.wake(work('a1'));
    queue.giveBack(await taken());
    expect([await next(), queue.isHeld('a1')]).toEqual(['nothing', false]);
  });

  test('that is withdrawn is stopped, and is free before anybody goes on', async () => {
    queue.wake(work('a1'));
    const claim = await taken();
    const withdrawn = queue.withdraw('a1');
    expect(claim.signal.reason).toMatchObject({ why: 'cancelled' });
    // Its end may be a pause, and somebody may wake it meanwhile.
    queue.wake(work('a1'));
    const idle = next();
    queue.giveBack(claim, Date.now());
    await withdrawn;
    expect(queue.isHeld('a1')).toBe(false);
    expect(await idle).toBe('nothing');
  });

  test('that only waits is withdrawn from line and timetable', async () => {
    queue.wake(work('a1'));
    queue.wakeAt(work('a2'), Date.now());
    await Promise.all([queue.withdraw('a1'), queue.withdraw('a2')]);
    expect(await next()).toBe('nothing');
  });
});

test('of one connection 32 run at once; others do not wait for them', async () => {
  for (let index = 0; index < 40; index += 1) queue.wake(work(`a${index}`));
  const claims: Claim[] = [];
  for (let index = 0; index < 32; index += 1) claims.push(await taken());
  const waiting = queue.take();
  queue.wake(work('b1'));
  expect((await waiting)?.id).toBe('b1');
  const freed = queue.take();
  queue.giveBack(claims[0] as Claim);
  expect((await freed)?.id).toBe('a32');
});

test('when it stops, what runs is stopped and waited for, and there is no more work', async () => {
  queue.wake(work('a1'));
  const claim = await taken();
  const idle = queue.take();
  let isOver = false;
  const stopped = queue.stop().then(() => (isOver = true));
  expect(await idle).toBeUndefined();
  expect([claim.signal.reason, queue.isStopping]).toMatchObject([{ why: 'shutdown' }, true]);
  queue.wake(work('a2'));
  expect([await queue.take(), isOver]).toEqual([undefined, false]);
  queue.giveBack(claim, Date.now());
  await stopped;
  expect(await queue.take()).toBeUndefined();
});

describe('something that is done to a connection', () => {
  test('lets none of its requests begin meanwhile, and others go on', async () => {
    let finish = () => {};
    const done = queue.whileIdle('a', () => new Promise((resolve) => (finish = resolve)));
    queue.wake(work('a1'));
    queue.wake(work('b1'));
    expect((await taken()).id).toBe('b1');
    expect(await next()).toBe('nothing');
    finish();
    expect(await done).toBe(true);
  });

  test('is not done while one of its requests runs, nor keeps them when it fails', async () => {
    queue.wake(work('a1'));
    const claim = await taken();
    let count = 0;
    const count1 = () => Promise.resolve(void (count += 1));
    expect([await queue.whileIdle('a', count1), count]).toEqual([false, 0]);
    queue.giveBack(claim);
    await expect(queue.whileIdle('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect([await queue.whileIdle('a', count1), count]).toEqual([true, 1]);
    queue.wake(work('a2'));
    expect((await taken()).id).toBe('a2');
  });
});
