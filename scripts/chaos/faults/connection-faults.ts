import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, type ClientRequest } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Calls whose connection does not come about. */
export interface UnreachableCalls {
  /** Port of the server the calls are meant for. */
  port: number;
  isMeant(path: string): boolean;
  how: 'refused' | 'silent';
  skip: number;
  times: number;
}

/** A rule that is in force, with how often it was met. */
export interface ArmedRule {
  readonly hits: number;
  disarm(): void;
}

interface Rule extends UnreachableCalls {
  hits: number;
}

interface AgentInside {
  addRequest(request: ClientRequest, options: { port?: number | string }): void;
}

/**
 * Leads chosen calls of this process to a port where nobody listens, or where nobody accepts. No server can do
 * that for one kind of call, because a connection is made before it is known what for.
 */
export class ConnectionFaults {
  private rules: Rule[] = [];
  private readonly inside = Agent.prototype as unknown as AgentInside;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its agent below
  private readonly original = this.inside.addRequest;

  private constructor(
    private readonly ports: { refused: number; silent: number },
    private readonly keeper: ChildProcess,
    private readonly waiting: Socket[],
  ) {
    const { original, portFor } = this;
    this.inside.addRequest = function (request, options) {
      original.call(this, request, { ...options, port: portFor(request, options.port) });
    };
  }

  static async start(): Promise<ConnectionFaults> {
    const { keeper, port } = await startKeeper();
    return new ConnectionFaults({ refused: await closedPort(), silent: port }, keeper, await fillQueue(port));
  }

  arm(calls: UnreachableCalls): ArmedRule {
    const rule: Rule = { ...calls, hits: 0 };
    this.rules.push(rule);
    return {
      get hits() {
        return rule.hits;
      },
      disarm: () => (this.rules = this.rules.filter((other) => other !== rule)),
    };
  }

  stop(): void {
    this.inside.addRequest = this.original;
    for (const socket of this.waiting) socket.destroy();
    this.keeper.kill('SIGKILL');
  }

  private readonly portFor = ({ path }: ClientRequest, port?: number | string) => {
    const rule = this.rules.find(
      (one) => one.port === Number(port) && one.isMeant(path) && one.hits < one.times,
    );
    if (!rule) return port;
    if (rule.skip > 0) {
      rule.skip -= 1;
      return port;
    }
    rule.hits += 1;
    return this.ports[rule.how];
  };
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A process that listens and then does nothing any more, not even accept; it ends after two hours. */
const keeperProgram = `
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.stdout.write(String(server.address().port), () =>
    { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7_200_000); process.exit(); });
});`;

async function startKeeper(): Promise<{ keeper: ChildProcess; port: number }> {
  const keeper = spawn(process.execPath, ['-e', keeperProgram], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    keeper.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))),
  );
  return { keeper, port };
}

/** Connections until one waits: the next ones wait as well. */
async function fillQueue(port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    sockets.push(socket);
    const isConnected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      setTimeout(() => resolve(false), 300);
    });
    if (!isConnected) return sockets;
  }
}
