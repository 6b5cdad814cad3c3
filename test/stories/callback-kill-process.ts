import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { killAt, type KillPoint } from '../../scripts/chaos/killing-database.js';
import { Courier } from '../../src/callbacks/courier.js';
import { hasNews } from '../../src/callbacks/derive.js';
import { systemClock } from '../../src/clock.js';
import { HeadFiles } from '../../src/ledger/heads.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { silentLogger } from '../../src/logger.js';
import { Advance } from '../../src/requests/advance.js';
import { Waiters } from '../../src/requests/waiters.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { createVault } from '../../src/storage/vault.js';
import { createSend } from '../../src/upstream/send.js';

/** What the process is to do. */
export interface CallbackKillOrder {
  dataDir: string;
  /** The host of the receiver. */
  host: string;
  owner: string;
  /** Where it dies; absent: it brings everything to its end. */
  point?: KillPoint;
}

const order = JSON.parse(process.env.CALLBACK_KILL ?? '') as CallbackKillOrder;
const database = killAt(order.point);
const store = await openStore(`${order.dataDir}/database.sqlite`, (inner) => database.wrap(inner));
const clock = systemClock;
const heads = new HeadFiles(`${order.dataDir}/heads`);
const ledger = await openLedger({ store, heads, clock, logger: silentLogger });
const waiters = new Waiters();
const advance = new Advance({ waiters, clock });
const send = createSend({ connectMs: 5_000, firstByteMs: 5_000, silenceMs: 5_000 });
const vault = createVault(Buffer.alloc(32, 1));
const courier = new Courier({
  ...{ store, ledger, vault, clock, send, logger: silentLogger, named: [order.host] },
});
waiters.watch(() => courier.tell());
await courier.start();
if (order.point) for (;;) await oneLife();
while ((await hasNews(store)) || (await store.callbacks.pending()).size > 0) await setTimeout(10);
await courier.stop();
send.close();
await store.close();
process.stdout.write(JSON.stringify({ isDone: true }));

/** A request from its intake to its end. */
async function oneLife(): Promise<void> {
  const id = randomUUID();
  const lookup = { lookupCalls: 0, version: 1, reopens: false };
  const given = { connectionId: 'default', origin: order.owner, email: 'person@example.com', media: false };
  await store.transaction((tx) => advance.begin(tx, { ...given, ...lookup, id }));
  for (const status of ['running', 'paused', 'running', 'no_match'] as const) {
    await store.transaction((tx) => advance.to(tx, id, status));
    await setTimeout(Math.random() * 4);
  }
}
