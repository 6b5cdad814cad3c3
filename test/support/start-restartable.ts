import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulators/zoom/index.js';
import type { ServerConfig } from '../../src/config.js';
import { defaultLimits } from '../../src/default-limits.js';
import { silentLogger } from '../../src/logger.js';
import { startServer, type RunningServer } from '../../src/main.js';
import { fastRegistry } from './fast-zoom.js';
import { connectionTo, vendorOf } from './start-service.js';

/** The whole service, which ends and comes back at the same address. */
export interface Restartable {
  simulator: Simulator;
  bootstrapKey: string;
  address: string;
  server: () => RunningServer;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starts it beside a simulated vendor. */
export async function startRestartable(
  simulatorOptions: SimulatorOptions = {},
  more: (simulator: Simulator) => Partial<ServerConfig> = () => ({}),
): Promise<Restartable> {
  const simulator = await startSimulator({ enforceRateLimits: false, ...simulatorOptions });
  const dataDir = mkdtempSync(join(tmpdir(), 'dsar-console-'));
  const bootstrapKey = 'k'.repeat(32);
  let port = 0;
  const begin = () =>
    startServer(
      {
        dataDir,
        server: { host: '127.0.0.1', port, bootstrapKey, ...defaultLimits, ...more(simulator) },
        vendors: { zoom: vendorOf(simulator) },
        connection: connectionTo(simulator),
      },
      fastRegistry,
      silentLogger,
    );
  let server = await begin();
  const { address } = server;
  port = Number(new URL(address).port);
  let isUp = true;
  const stop = async () => {
    if (isUp) await server.close();
    isUp = false;
  };
  return {
    ...{ simulator, bootstrapKey, address, stop },
    server: () => server,
    start: async () => {
      server = await begin();
      isUp = true;
    },
    close: async () => {
      await stop();
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
