import { describe, expect, test } from '@jest/globals';
import { createLanes, type Lanes } from '../../../src/collect/lanes.js';

/** Work that ends when it is told to. */
function createWork() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    started,
    get most() {
      return most;
    },
    start: (lanes: Lanes, lane: string, request: string, name = request) =>
      lanes.run(lane, request, async () => {
        started.push(name);
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
        return name;
      }),
    /** Ends the oldest running piece and lets the next one start. */
    endOne: async () => {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
  };
}

describe('lanes', () => {
  test('do as many pieces at once as their size, no more', async () => {
    const work = createWork();
    const lanes = createLanes(() => 3);
    const all = Array.from({ length: 10 }, (_, index) => work.start(lanes, 'a', 'one', String(index)));
    expect(work.started).toEqual(['0', '1', '2']);
    for (let index = 0; index < 10; index += 1) await work.endOne();
    expect(await Promise.all(all)).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
    expect(work.most).toBe(3);
  });

  test('have their own size each', () => {
    const work = createWork();
    const lanes = createLanes((lane) => (lane === 'media' ? 4 : 1));
    for (let index = 0; index < 6; index += 1) {
      void work.start(lanes, 'media', 'one', 'm');
      void work.start(lanes, 'main/light', 'one', 'l');
    }
    expect(work.started.filter((name) => name === 'm')).toHaveLength(4);
    expect(work.started.filter((name) => name === 'l')).toHaveLength(1);
  });

  test('let requests take turns, however many pieces each has', async () => {
    const work = createWork();
    const lanes = createLanes(() => 1);
    for (let index = 0; index < 5; index += 1) void work.start(lanes, 'a', 'big', `big${index}`);
    for (let index = 0; index < 2; index += 1) void work.start(lanes, 'a', 'small', `small${index}`);
    void work.start(lanes, 'a', 'last', 'last');
    for (let index = 0; index < 8; index += 1) await work.endOne();
    expect(work.started).toEqual(['big0', 'big1', 'small0', 'last', 'big2', 'small1', 'big3', 'big4']);
  });

  test('a request that comes while a big one works waits for a turn, not for its end', async () => {
    const work = createWork();
    const lanes = createLanes(() => 2);
    for (let index = 0; index < 100; index += 1) void work.start(lanes, 'a', 'big');
    await work.endOne();
    void work.start(lanes, 'a', 'late');
    await work.endOne();
    await work.endOne();
    expect(work.started.indexOf('late')).toBeLessThanOrEqual(4);
  });

  test('a piece that fails gives its place back, and its error to its caller only', async () => {
    const lanes = createLanes(() => 1);
    const failing = lanes.run('a', 'one', () => Promise.reject(new Error('broken')));
    const next = lanes.run('a', 'one', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
  });

  test('a piece that throws at once gives its place back too', async () => {
    const lanes = createLanes(() => 1);
    const failing = lanes.run('a', 'one', () => {
      throw new Error('at once');
    });
    await expect(failing).rejects.toThrow('at once');
    await expect(lanes.run('a', 'one', () => Promise.resolve(1))).resolves.toBe(1);
  });

  test('an idle lane starts at once again, with its whole width', async () => {
    const work = createWork();
    const lanes = createLanes(() => 2);
    const first = [
      work.start(lanes, 'a', 'one'),
      work.start(lanes, 'a', 'two'),
      work.start(lanes, 'a', 'one'),
    ];
    for (let index = 0; index < 3; index += 1) await work.endOne();
    await Promise.all(first);
    void work.start(lanes, 'a', 'x');
    void work.start(lanes, 'a', 'y');
    expect(work.started.slice(-2)).toEqual(['x', 'y']);
  });
});
