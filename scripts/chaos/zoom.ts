import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import type { People } from './people-world.js';
import type { ZoomAnswer, ZoomOrder } from './zoom-process.js';

/** A simulated Zoom in a process of its own, which outlives the killed ones. */
export interface Zoom {
  /** Environment that connects a service to it. */
  environment: Record<string, string>;
  /** How often each call was made since the last taking. */
  takeCalls(): Promise<Record<string, number>>;
  /** Resolves when so many further calls were made, however long that takes. */
  waitForCalls(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function startZoom(people: People): Promise<Zoom> {
  const script = join(packageFolder(), 'dist/scripts/chaos/zoom-process.js');
  const child = fork(script, [JSON.stringify(people)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [environment] = (await once(child, 'message')) as [Record<string, string>];
  const waiting = new Map<number, (answer: ZoomAnswer) => void>();
  child.on('message', (answer: ZoomAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let orders = 0;
  const ask = (order: Omit<ZoomOrder, 'id'>) =>
    new Promise<ZoomAnswer>((resolve) => {
      const id = (orders += 1);
      waiting.set(id, resolve);
      child.send({ ...order, id });
    });
  return {
    environment,
    takeCalls: async () => (await ask({ want: 'calls' })).calls ?? {},
    waitForCalls: async (count) => {
      await ask({ want: 'wait', count });
    },
    stop: async () => {
      const ended = once(child, 'exit');
      void ask({ want: 'stop' });
      await ended;
    },
  };
}
