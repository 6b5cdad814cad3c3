import { describe, expect, test } from '@jest/globals';
import { FairQueue } from '../../../src/requests/fair-queue.js';

/** Takes all that may start while nothing ends. */
function takeAll(queue: FairQueue, running: Record<string, number> = {}): string[] {
  const taken: string[] = [];
  for (;;) {
    const id = queue.take((connectionId) => running[connectionId] ?? 0);
    if (id === undefined) return taken;
    const connectionId = id.slice(0, 1);
    running[connectionId] = (running[connectionId] ?? 0) + 1;
    taken.push(id);
  }
}

describe('requests that wait', () => {
  test('of one connection start in the order they came', () => {
    const queue = new FairQueue(10);
    for (const id of ['a1', 'a2', 'a3']) queue.push('a', id);
    expect(takeAll(queue)).toEqual(['a1', 'a2', 'a3']);
    expect(takeAll(queue)).toEqual([]);
  });

  test('of several connections take turns, however many one of them has', () => {
    const queue = new FairQueue(10);
    for (const id of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']) queue.push(id.slice(0, 1), id);
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  test('start for the connection that has the fewest running', () => {
    const queue = new FairQueue(10);
    for (const id of ['a1', 'b1', 'b2']) queue.push(id.slice(0, 1), id);
    expect(takeAll(queue, { a: 2, b: 0 })).toEqual(['b1', 'b2', 'a1']);
  });

  test('of a connection that has the most running wait, and the others pass', () => {
    const queue = new FairQueue(2);
    for (const id of ['a1', 'a2', 'a3', 'b1']) queue.push(id.slice(0, 1), id);
    const running = { a: 0, b: 0 };
    expect(takeAll(queue, running)).toEqual(['a1', 'b1', 'a2']);
    running.a -= 1;
    expect(takeAll(queue, running)).toEqual(['a3']);
  });

  test('are there once, however often they are pushed, and leave when they are removed', () => {
    const queue = new FairQueue(10);
    for (const id of ['a1', 'a1', 'a2', 'b1', 'a1']) queue.push(id.slice(0, 1), id);
    queue.remove('a2');
    queue.remove('b1');
    queue.remove('unknown');
    expect(takeAll(queue)).toEqual(['a1']);
    queue.push('a', 'a1');
    expect(takeAll(queue)).toEqual(['a1']);
  });

  test('of equals nobody is passed over twice', () => {
    const queue = new FairQueue(1);
    const letters = ['a', 'b', 'c'];
    for (const letter of letters)
      for (let index = 1; index <= 4; index += 1) queue.push(letter, `${letter}${index}`);
    // Each ends before the next starts, so all have as many running.
    const taken = Array.from({ length: 12 }, () => queue.take(() => 0)?.slice(0, 1));
    for (let turn = 0; turn < 4; turn += 1)
      expect(taken.slice(turn * 3, turn * 3 + 3).sort()).toEqual(letters);
  });
});
