import { systemClock } from '../../src/clock.js';
import { silentLogger } from '../../src/logger.js';
import { createService } from '../../src/service.js';
import { openDataFolder } from '../../src/files/data-folder.js';
import { killAt, type KillPoint } from '../../scripts/chaos/killing-database.js';
import { farZoom, hurriedRetry, hurriedTimeouts } from '../support/fast-zoom.js';
import { connectionTo, installedFor } from '../support/start-service.js';
import { period, subject, type Simulator } from './vendor.js';
import { reportFileIn } from '../support/data-paths.js';

/** What a process is told by its environment. */
export interface KillOrder {
  dataDir: string;
  source: string;
  simulator: Pick<Simulator, 'apiUrl' | 'oauthUrl' | 'mediaHost' | 'credentials'>;
  /** Milliseconds between the clock of the machine and the moment of the fixtures. */
  offset: number;
  /** Absent: the process lives. */
  point?: KillPoint;
}

/** What it says at its end. */
export interface KillEnd {
  status?: string;
  /** The report. */
  file: string;
  boundaries: number;
}

/** One request about one source. A process that finds the request of an earlier one goes on with it. */
const { dataDir, source, simulator, offset, point } = JSON.parse(process.env.KILL_ORDER ?? '') as KillOrder;
const database = killAt(point);
const service = await createService({
  folder: openDataFolder(dataDir),
  logger: silentLogger,
  clock: { ...systemClock, now: () => Date.now() + offset },
  tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
  ...installedFor(farZoom, simulator),
  connection: connectionTo(simulator),
  wrapDatabase: (inner) => database.wrap(inner),
});
await service.start();
const [known] = await service.requests.list({ limit: 1 });
const order = { connectionId: 'default', origin: 'test', email: subject, media: true, sources: [source] };
const { id } = known ?? (await service.requests.create({ ...order, ...period, timeZone: 'UTC' }));
const request = await service.requests.wait(id, 60_000);
await service.close();
const file = reportFileIn(service.folder, id, request?.report?.version);
const end: KillEnd = { status: request?.status, file, boundaries: database.boundaries };
process.stdout.write(JSON.stringify(end));
