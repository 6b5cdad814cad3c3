import { killAt, type KillPoint } from '../../scripts/chaos/killing-database.js';
import { reportFileIn } from '../support/data-paths.js';
import { openFolder, type Reachable } from '../support/open-folder.js';
import { period, subject } from './vendor.js';

/** What a process is told by its environment. */
export interface KillOrder {
  dataDir: string;
  source: string;
  simulator: Reachable;
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
const service = await openFolder(
  { dataDir, simulator, now: () => Date.now() + offset },
  { wrapDatabase: (inner) => database.wrap(inner) },
);
const [known] = await service.requests.list({ limit: 1 });
const order = { connectionId: 'default', origin: 'test', email: subject, media: true, sources: [source] };
const { id } = known ?? (await service.requests.create({ ...order, ...period, timeZone: 'UTC' }));
const request = await service.requests.wait(id, 60_000);
await service.close();
const file = reportFileIn(service.folder, id, request?.report?.version);
const end: KillEnd = { status: request?.status, file, boundaries: database.boundaries };
process.stdout.write(JSON.stringify(end));
