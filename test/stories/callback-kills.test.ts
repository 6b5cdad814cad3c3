import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { KillPoint } from '../../scripts/chaos/killing-database.js';
import { newSecrets, sealSecrets } from '../../src/callbacks/secrets.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { createVault } from '../../src/storage/vault.js';
import { readMessage } from '../support/independent-webhook.js';
import { startReceiver } from '../support/receiver.js';
import { runUnlessKilled } from '../support/run-unless-killed.js';
import type { CallbackKillOrder } from './callback-kill-process.js';

/** `npm run test:callback-kills` has 1,000. */
const kills = (globalThis as { callbackKills?: number }).callbackKills ?? 20;

/** Before or after one of the first writes: of a change, of its deliveries, or of what became of an attempt. */
const somewhere = (): KillPoint => ({
  boundary: 1 + Math.floor(Math.random() * 30),
  side: Math.random() < 0.5 ? 'before' : 'after',
});

const run = (order: CallbackKillOrder) =>
  runUnlessKilled<{ isDone: boolean }>('stories/callback-kill-process.js', 'CALLBACK_KILL', order);

test(
  `${kills} processes are killed between a change and its message: none is lost, and what comes twice has one id`,
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dsar-callback-kills-'));
    const receiver = await startReceiver();
    const path = `${dataDir}/database.sqlite`;
    try {
      const store = await openStore(path);
      const secrets = newSecrets(false);
      const own = { id: 'receiver', owner: 'owner', label: 'test', status: 'active' as const };
      const sealed = sealSecrets(createVault(Buffer.alloc(32, 1)), own.id, secrets);
      const times = { createdAt: Date.now(), updatedAt: Date.now() };
      await store.receivers.insert({ ...own, ...times, url: receiver.url, secrets: sealed, cursor: 0 });
      await store.close();
      const order = { dataDir, host: receiver.host, owner: own.owner };
      for (let kill = 0; kill < kills; kill += 1)
        expect(await run({ ...order, point: somewhere() })).toBeUndefined();
      expect(await run(order)).toEqual({ isDone: true });

      const after = await openStore(path);
      const events = await after.events.after(0, 1_000_000);
      await after.close();
      expect(events.length).toBeGreaterThan(2 * kills);
      const wanted: string[] = [];
      const statusOf = new Map<string, string>();
      for (const { id, status } of events) {
        const isResumed = status === 'running' && statusOf.get(id) === 'paused';
        statusOf.set(id, status);
        if (isResumed) wanted.push(`${id} access_request.resumed`);
        if (['paused', 'no_match'].includes(status)) wanted.push(`${id} access_request.${status}`);
      }
      const secret = secrets.hmac[0]?.secret ?? '';
      const messages = new Map<string, string>();
      for (const call of receiver.calls) {
        const { type, data } = readMessage(secret, call);
        const id = String(call.headers['webhook-id']);
        const content = `${String(data.id)} ${type}`;
        expect(messages.get(id) ?? content).toBe(content);
        messages.set(id, content);
      }
      expect([...messages.values()].sort()).toEqual(wanted.sort());
      const twice = receiver.calls.length - messages.size;
      process.stdout.write(`${kills} kills: ${wanted.length} events, 0 lost, ${twice} told twice\n`);
    } finally {
      await receiver.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
  60_000 + kills * 2_000,
);
