import { connectors } from '../../connectors/index.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/logger.js';
import { startServer } from '../../src/main.js';
import { killAt, type KillPoint } from './killing-database.js';

/** The service with a database that kills it at one boundary; without one it tells how many there were. */
const { CHAOS_KILL_POINT: point } = process.env;
const database = killAt(point === undefined ? undefined : (JSON.parse(point) as KillPoint));
const stopped = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
const server = await startServer(readConfig(connectors), connectors, createLogger({ level: 'error' }), {
  wrapDatabase: (inner) => database.wrap(inner),
});
process.stdout.write(`listening on ${server.address}\n`);
await stopped;
await server.close();
process.stdout.write(`boundaries ${database.boundaries}\n`);
