import type { Config } from '../config.js';
import type { Registry } from '../contract/index.js';
import type { Logger } from '../logger.js';
import { startServer } from '../main.js';
import { exitCodes } from './exit-codes.js';

/** Runs the HTTP service until SIGTERM or SIGINT. */
export async function runServe(config: Config, registry: Registry, logger: Logger): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve());
  });
  const server = await startServer(config, registry, logger);
  process.stdout.write(`listening on ${server.address}\n`);
  process.stdout.write(`console at ${config.server.publicUrl ?? server.address}/console\n`);
  await stopped;
  await server.close();
  // Work that did not reach its boundary in time must not keep the process.
  process.exit(exitCodes.completed);
}
