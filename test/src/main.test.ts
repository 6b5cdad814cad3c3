import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/index.js';
import { demoEmail, startSimulator } from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import { defaultLimits } from '../../src/default-limits.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { startServer } from '../../src/main.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { openDataFolder } from '../../src/files/data-folder.js';
import { silentLogger } from '../../src/logger.js';
import { connectionTo, vendorOf } from '../support/start-service.js';

test('what was handed out is in the ledger when the server ends at once, and nothing is left to be told', async () => {
  const simulator = await startSimulator({ enforceRateLimits: false, scopes: coreScopes });
  const dataDir = mkdtempSync(join(tmpdir(), 'dsar-main-'));
  const told: unknown[] = [];
  const logger = { ...silentLogger, error: (...what: unknown[]) => void told.push(what) };
  const bootstrapKey = 'k'.repeat(32);
  const server = await startServer(
    {
      dataDir,
      server: { host: '127.0.0.1', port: 0, bootstrapKey, ...defaultLimits },
      vendors: { zoom: vendorOf(simulator) },
      connection: connectionTo(simulator),
    },
    connectors,
    logger,
  );
  const headers = {
    authorization: `Bearer ${bootstrapKey}`,
    'content-type': 'application/json',
    prefer: 'wait=60',
  };
  const body = JSON.stringify({ email: demoEmail, sources: ['user'] });
  const asked = await fetch(`${server.address}/v1/access-requests`, { method: 'POST', headers, body });
  const { id } = (await asked.json()) as ShownRequest;
  const report = await fetch(`${server.address}/v1/access-requests/${id}/report`, { headers });
  expect((await report.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  await server.close();
  await simulator.close();
  const store = await openStore(openDataFolder(dataDir).database);
  const events = (await store.ledger.list('default', 0, 100)).map(({ event }) => event);
  await store.close();
  rmSync(dataDir, { recursive: true });
  expect(events.slice(-2)).toEqual(['report.download_started', 'report.downloaded']);
  expect(told).toEqual([]);
});
