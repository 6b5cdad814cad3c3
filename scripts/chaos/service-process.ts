import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';

/** How a process ended. */
export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What it said last. */
  output: string;
}

const bootstrapKey = 'bootstrap-key-of-the-campaigns';
const keptOutput = 4_000;

/** The built service as a process of its own. */
export class ServiceProcess {
  readonly ended: Promise<End>;
  /** Where it listens; rejects when it ends before. */
  readonly address: Promise<string>;
  private readonly child: ChildProcess;
  private output = '';

  /** `script`: another program than `serve` that says where it listens in the same way. */
  constructor(environment: Record<string, string>, script?: string) {
    const program = script ?? join(packageFolder(), 'dist/src/cli.js');
    this.child = spawn(process.execPath, [program, ...(script === undefined ? ['serve'] : [])], {
      env: { PATH: process.env.PATH, DSAR_PORT: '0', DSAR_BOOTSTRAP_KEY: bootstrapKey, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      output: this.output,
    }));
    this.address = new Promise((resolve, reject) => {
      const look = (text: Buffer) => {
        this.output = (this.output + text.toString()).slice(-keptOutput);
        const address = /^listening on (http:\S+)/m.exec(this.output)?.[1];
        if (address !== undefined) resolve(address);
      };
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      void this.ended.then(({ output }) => reject(new Error(`It ended before it listened: ${output}`)));
    });
    // Whoever kills it early does not wait for the address.
    this.address.catch(() => undefined);
  }

  /** Sends a signal and resolves when the process is gone. */
  async end(signal: NodeJS.Signals): Promise<End> {
    this.child.kill(signal);
    return this.ended;
  }

  /** Calls it. Rejects when the answer is broken off. */
  async call(path: string, { headers: own, ...init }: Call = {}): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${bootstrapKey}`,
      'content-type': 'application/json',
      ...own,
    };
    const answer = await fetch(`${await this.address}${path}`, { ...init, headers });
    return {
      status: answer.status,
      isReplay: answer.headers.get('idempotency-replayed') === 'true',
      body: (await answer.json()) as Record<string, unknown>,
    };
  }
}

/** A call of the service. */
export type Call = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

/** An answer of the service. */
export interface Answer {
  status: number;
  /** The request was there before. */
  isReplay: boolean;
  body: Record<string, unknown>;
}
