import { createSecretResolver, type Config } from '../config.js';
import { environmentId } from '../connections/connection.js';
import type { Registry } from '../contract/index.js';
import { AppError } from '../errors.js';
import { explainEmail } from '../api/email.js';
import { planAhead, type PlannedSource } from '../requests/plan-ahead.js';
import { silentLogger } from '../logger.js';
import { createService } from '../service.js';
import { openDataFolder } from '../files/data-folder.js';
import { lockDataFolder } from '../storage/lock-data-folder.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** Tells which calls a run would make and how long the pace makes them take; it makes only the lookup itself. */
export async function runPlan(
  email: string,
  { json, connection = environmentId }: { json?: boolean; connection?: string },
  config: Config,
  registry: Registry,
): Promise<number> {
  const mistake = explainEmail(email);
  if (mistake !== undefined) throw new AppError('invalid_request', `Please correct: email ${mistake}.`);
  const folder = openDataFolder(config.dataDir);
  const lock = lockDataFolder(folder, `Another run (process ${process.pid})`);
  const service = await createService({
    ...{ ...config, folder, registry, logger: silentLogger },
    resolveSecret: createSecretResolver(registry),
  });
  try {
    const open = await service.connections.open(connection);
    const { signal } = new AbortController();
    const { lookup, lines, seconds } = await planAhead(open, { email }, service.clock, signal);
    if (lookup.end === 'refused') throw new AppError('invalid_configuration', lookup.refusal.remedy);
    const found = lookup.end === 'found';
    const missing = [...new Set(lookup.notSearched.map(({ remedy }) => remedy))];
    if (json) process.stdout.write(`${JSON.stringify({ found, missing, seconds, sources: lines })}\n`);
    else process.stdout.write(describePlan(found, missing, seconds, lines, open.connection.rateShare));
    if (!found && missing.length > 0) return exitCodes.completedWithGaps;
    return found ? exitCodes.completed : exitCodes.noMatch;
  } finally {
    await service.close();
    lock.release();
  }
}

function describePlan(
  found: boolean,
  missing: readonly string[],
  seconds: number,
  lines: readonly PlannedSource[],
  share: number,
): string {
  if (!found && missing.length > 0)
    return `No user with this e-mail address was found, but that is not proven. ${missing.join(' ')}\n`;
  if (!found) return 'No user with this e-mail address was found: a run would make no further call.\n';
  const total = lines.reduce((sum, { calls }) => sum + calls, 0);
  const rows = lines.map(({ source, calls, label, further }) => [source, String(calls), label, further]);
  return [
    table(['source', 'calls', 'counts under', 'and then'], rows),
    `${total} calls at least, which take ${seconds.toFixed(1)} s at ${Math.round(share * 100)} % of the rate limits.`,
    '',
  ].join('\n');
}
