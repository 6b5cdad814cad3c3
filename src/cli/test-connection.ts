import { createSecretResolver, type Config } from '../config.js';
import { environmentId } from '../connections/connection.js';
import type { Registry } from '../contract/index.js';
import { showTest, type ShownTest } from '../http/show-connection.js';
import { silentLogger } from '../logger.js';
import { createService } from '../service.js';
import { openDataFolder } from '../files/data-folder.js';
import { lockDataFolder } from '../storage/lock-data-folder.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** Tests a connection and tells per source what can be read and what to do. */
export async function runTest(
  { json, user, connection = environmentId }: { json?: boolean; user?: string; connection?: string },
  config: Config,
  registry: Registry,
): Promise<number> {
  const folder = openDataFolder(config.dataDir);
  const lock = lockDataFolder(folder, `Another run (process ${process.pid})`);
  const service = await createService({
    ...{ ...config, folder, registry, logger: silentLogger },
    resolveSecret: createSecretResolver(registry),
  });
  try {
    const test = showTest(await service.connections.test(connection, { user }));
    process.stdout.write(json ? `${JSON.stringify(test)}\n` : describe(test));
    return { ok: exitCodes.completed, degraded: exitCodes.completedWithGaps, failed: exitCodes.failed }[
      test.status
    ];
  } finally {
    await service.close();
    lock.release();
  }
}

function describe({ status, account, clock_skew_seconds, budgets, next_step, sources }: ShownTest): string {
  const rows = sources.map(({ id, proof, verdict, next_step: next }) => [id, proof, verdict, next]);
  const skew = clock_skew_seconds === null ? 'not told' : `${clock_skew_seconds} s`;
  const days = budgets.map(
    ({ id, calls_per_day, our_calls_today, left }) =>
      `Daily budget ${id}: ${our_calls_today} of ${calls_per_day} calls made here today${left === null ? '' : `, ${left} left for everybody`}`,
  );
  return [
    table(['source', 'proof', 'verdict', 'what to do'], rows),
    '',
    `Account ${account.id ?? 'not told'}, region ${account.region ?? 'not told'}, clock difference ${skew}`,
    ...days,
    `Status: ${status}. ${next_step}`,
    '',
  ].join('\n');
}
