import { DatabaseSync } from '@photostructure/sqlite';
import { join } from 'node:path';
import { killAt, type KillPoint } from '../../scripts/chaos/killing-database.js';
import { migrations } from '../../src/storage/sqlite/schema.js';
import { openFolder, type Reachable } from '../support/open-folder.js';

/** What a process is told by its environment. */
export interface UpgradeOrder {
  dataDir: string;
  masterKey: string;
  simulator: Reachable;
  /** Milliseconds between the clock of the machine and the one of the folder. */
  offset: number;
  /** Reference of the request whose end is waited for. */
  reference: string;
  /** The process dies in the transaction of the migrations, with so many of them made. */
  migrations?: number;
  /** Absent: the process lives. */
  point?: KillPoint;
}

/** What it says at its end. */
export interface UpgradeEnd {
  status?: string;
  boundaries: number;
}

/** Opens a data folder, and goes on with what it holds. */
const order = JSON.parse(process.env.UPGRADE_ORDER ?? '') as UpgradeOrder;
const { dataDir, masterKey, simulator, offset, reference, point } = order;
if (order.migrations !== undefined) dieMigrating(order.migrations);
const database = killAt(point);
const service = await openFolder(
  { dataDir, simulator, now: () => Date.now() + offset },
  { masterKey, wrapDatabase: (inner) => database.wrap(inner) },
);
const [found] = await service.requests.list({ limit: 1, reference });
const request = await service.requests.wait(found?.id ?? '', 60_000);
await service.close();
const end: UpgradeEnd = { status: request?.status, boundaries: database.boundaries };
process.stdout.write(JSON.stringify(end));

/** As `openDatabase` migrates, up to the kill. */
function dieMigrating(count: number): never {
  const connection = new DatabaseSync(join(dataDir, 'database.sqlite'));
  connection.exec('BEGIN IMMEDIATE');
  const { user_version: version } = connection.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  const made = migrations.slice(version, version + count);
  if (made.length < count) throw new Error('The folder has seen these migrations.');
  for (const sql of made) connection.exec(sql);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
