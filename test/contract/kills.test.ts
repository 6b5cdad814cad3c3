import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { KillPoint } from '../../scripts/chaos/killing-database.js';
import { runUnlessKilled } from '../support/run-unless-killed.js';
import { table } from './declared.js';
import type { KillEnd, KillOrder } from './kill-process.js';
import { openReport } from './suite.js';
import { contractWorld, moment, startSimulator } from './vendor.js';

/** All sources, after every write: minutes of processor time. By default one source, after some writes. */
const isThorough = (globalThis as { everyWrite?: boolean }).everyWrite === true;
const offset = moment.getTime() - Date.now();
const simulator = await startSimulator({
  ...{ world: contractWorld(), enforceRateLimits: false },
  now: () => new Date(Date.now() + offset),
});
const folders: string[] = [];
afterAll(async () => {
  await simulator.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs a process to its end; undefined: it was killed. */
const run = (order: KillOrder) => runUnlessKilled<KillEnd>('contract/kill-process.js', 'KILL_ORDER', order);

/** What a report holds, times and ids aside. */
async function contentOf({ file }: KillEnd, source: string) {
  const report = await openReport(file);
  const { calls: _calls, pages: _pages, ...facts } = report.source(source);
  return { facts, data: [...report.digests].filter(([name]) => name.startsWith('data/')) };
}

function orderOf(source: string, point?: KillPoint): KillOrder {
  const dataDir = mkdtempSync(join(tmpdir(), 'dsar-kill-'));
  folders.push(dataDir);
  const { apiUrl, oauthUrl, mediaHost, credentials } = simulator;
  return { dataDir, source, offset, simulator: { apiUrl, oauthUrl, mediaHost, credentials }, point };
}

describe('12 kills', () => {
  const killed = table(
    ({ hasDetails, isPaged, id }) => isThorough || (hasDetails && isPaged && id.startsWith('phone')),
  );
  test.each(killed)(
    '%s: killed after a write and started again, it brings the same zip',
    async (id) => {
      const undisturbed = await run(orderOf(id));
      if (!undisturbed) throw new Error('Nobody was to die.');
      const wanted = await contentOf(undisturbed, id);
      const { boundaries } = undisturbed;
      const all = Array.from({ length: boundaries }, (_, index) => index + 1);
      const some = [0.35, 0.7].map((part) => Math.ceil(boundaries * part));
      let deaths = 0;
      for (const boundary of isThorough ? all : some) {
        const order = orderOf(id, { boundary, side: 'after' });
        if (await run(order)) continue;
        deaths += 1;
        const end = await run({ ...order, point: undefined });
        expect([boundary, end?.status]).toEqual([boundary, undisturbed.status]);
        expect([boundary, end && (await contentOf(end, id))]).toEqual([boundary, wanted]);
      }
      expect(deaths).toBeGreaterThan(0);
    },
    isThorough ? 3_600_000 : 120_000,
  );
});
