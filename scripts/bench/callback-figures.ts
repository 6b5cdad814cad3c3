import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Courier } from '../../src/callbacks/courier.js';
import { newSecrets, sealSecrets } from '../../src/callbacks/secrets.js';
import { systemClock } from '../../src/clock.js';
import { HeadFiles } from '../../src/ledger/heads.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { silentLogger } from '../../src/logger.js';
import { Advance } from '../../src/requests/advance.js';
import { Waiters } from '../../src/requests/waiters.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { createVault } from '../../src/storage/vault.js';
import { createSend } from '../../src/upstream/send.js';
import { atMost, figure, median, type Figure } from './figures.js';

/** Endpoints: those that answer, that never do, and at whose port nobody listens. */
const endpoints = { healthy: 30, hanging: 10, refusing: 10 };
const batch = 50;
const batchEveryMs = 200;

/** How soon messages reach those who answer, while others hang and refuse; `messages` in all. */
export async function callbackFigures(messages: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-bench-callbacks-'));
  const store = await openStore(join(folder, 'database.sqlite'));
  const begun = new Map<string, number>();
  const lateness: number[] = [];
  const servers: Server[] = [];
  const listen = async (answer: 'at once' | 'never') => {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        if (answer === 'never') return;
        const { data } = JSON.parse(body) as { data: { id: string } };
        lateness.push(performance.now() - (begun.get(data.id) ?? 0));
        response.writeHead(204).end();
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const hosts: string[] = [];
  for (let one = 0; one < endpoints.healthy; one += 1) hosts.push(await listen('at once'));
  for (let one = 0; one < endpoints.hanging; one += 1) hosts.push(await listen('never'));
  for (let one = 0; one < endpoints.refusing; one += 1) hosts.push(`127.0.0.1:${one + 1}`);

  const vault = createVault(Buffer.alloc(32, 1));
  for (const [index, host] of hosts.entries()) {
    const id = `receiver-${index}`;
    const secrets = sealSecrets(vault, id, newSecrets(false));
    const times = { createdAt: Date.now(), updatedAt: Date.now() };
    const own = { id, owner: `owner-${index}`, label: 'bench', status: 'active' as const, cursor: 0 };
    await store.receivers.insert({ ...own, ...times, secrets, url: `http://${host}/hooks` });
  }
  const waiters = new Waiters();
  const clock = systemClock;
  const advance = new Advance({ waiters, clock });
  const ledger = await openLedger({
    ...{ store, clock, logger: silentLogger },
    heads: new HeadFiles(join(folder, 'heads')),
  });
  const send = createSend({ connectMs: 5_000, firstByteMs: 15_000, silenceMs: 15_000 });
  const courier = new Courier({ store, ledger, vault, clock, send, logger: silentLogger, named: hosts });
  waiters.watch(() => courier.tell());
  await courier.start();

  const heaps: number[] = [];
  for (let made = 0; made < messages; made += batch) {
    await store.transaction(async (tx) => {
      for (let one = 0; one < batch; one += 1) {
        const id = randomUUID();
        begun.set(id, performance.now());
        const given = { connectionId: 'default', email: 'person@example.com', media: false, lookupCalls: 0 };
        const origin = `owner-${(made + one) % hosts.length}`;
        await advance.begin(tx, { ...given, id, origin, version: 1, reopens: false });
        await advance.to(tx, id, 'cancelled');
      }
    });
    if (made % (messages / 4) === 0) heaps.push(heapNow());
    await setTimeout(batchEveryMs);
  }
  const wanted = (messages * endpoints.healthy) / hosts.length;
  for (const until = Date.now() + 60_000; lateness.length < wanted && Date.now() < until;)
    await setTimeout(50);
  heaps.push(heapNow());
  const missing = wanted - lateness.length;
  await courier.stop();
  send.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  const growth = ((heaps.at(-1) ?? 0) - (heaps[1] ?? 0)) / 2 ** 20;
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return [
    figure(
      'callbacks: median until a healthy endpoint has its message',
      [median(lateness) / 1_000],
      atMost(2, ' s'),
      seconds,
    ),
    figure('callbacks: messages of healthy endpoints that did not arrive', [missing], atMost(0)),
    figure(
      'callbacks: growth of the heap after the first quarter',
      [growth],
      atMost(32, ' MB'),
      (value) => `${value.toFixed(1)} MB`,
    ),
  ];
}

function heapNow(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
