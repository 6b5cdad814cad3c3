import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import type { People } from './people-world.js';

/** A simulated Zoom in a process of its own, which outlives the killed ones. */
export interface Zoom {
  /** Environment that connects a service to it. */
  environment: Record<string, string>;
  /** How often each call was made since the last taking. */
  takeCalls(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function startZoom(people: People): Promise<Zoom> {
  const script = join(packageFolder(), 'dist/scripts/chaos/zoom-process.js');
  const child = fork(script, [JSON.stringify(people)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const answer = async () => ((await once(child, 'message')) as [Record<string, unknown>])[0];
  return {
    environment: (await answer()) as Record<string, string>,
    takeCalls: async () => {
      const answered = answer();
      child.send('take');
      return (await answered) as Record<string, number>;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    },
  };
}
