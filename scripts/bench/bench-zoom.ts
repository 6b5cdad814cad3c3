import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import type { BenchWorld, SeenCalls } from './simulator-process.js';

/** A simulated Zoom in a process of its own, so that it does not share the service's time. */
export interface BenchZoom {
  /** Environment that connects a service to it. */
  environment: Record<string, string>;
  seen(): Promise<SeenCalls>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function startBenchZoom(world: BenchWorld): Promise<BenchZoom> {
  const script = join(packageFolder(), 'dist/scripts/bench/simulator-process.js');
  const child = fork(script, [JSON.stringify(world)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const environment = (await answer(child)) as Record<string, string>;
  return {
    environment,
    seen: () => {
      child.send('seen');
      return answer(child) as Promise<SeenCalls>;
    },
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
