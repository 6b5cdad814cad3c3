import { systemClock } from '../../src/clock.js';
import { openDataFolder } from '../../src/files/data-folder.js';
import { silentLogger } from '../../src/logger.js';
import { createService, type Service, type ServiceNeeds } from '../../src/service.js';
import type { Simulator } from '../../simulators/zoom/index.js';
import { coreZoom, hurriedRetry, hurriedTimeouts } from './fast-zoom.js';
import { connectionTo, installedFor } from './start-service.js';

/** What of a simulator another process is told. */
export type Reachable = Pick<Simulator, 'apiUrl' | 'oauthUrl' | 'mediaHost' | 'credentials'>;

/** A data folder, the Zoom it works with, and the clock of both. */
export interface Opened {
  dataDir: string;
  simulator: Reachable;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Starts a service on a data folder as it lies there. */
export async function openFolder(
  { dataDir, simulator, now }: Opened,
  more: Pick<ServiceNeeds, 'masterKey' | 'wrapDatabase'> = {},
): Promise<Service> {
  const service = await createService({
    folder: openDataFolder(dataDir),
    logger: silentLogger,
    clock: { ...systemClock, now },
    tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
    ...installedFor(coreZoom, simulator),
    connection: connectionTo(simulator),
    ...more,
  });
  await service.start();
  return service;
}
