import { planRequest, laneOf } from '../collect/plan.js';
import { createSecretResolver, type Config } from '../config.js';
import { environmentId } from '../connections/connection.js';
import { isGranted, type OpenConnection } from '../connections/open-connection.js';
import {
  firstCallOf,
  makes,
  operationsOf,
  type Registry,
  type Source,
  type SubjectLookup,
  parentsOf,
} from '../contract/index.js';
import { AppError } from '../errors.js';
import { explainEmail } from '../api/email.js';
import { lookUp } from '../requests/look-up.js';
import { silentLogger } from '../logger.js';
import { createService } from '../service.js';
import { openDataFolder } from '../files/data-folder.js';
import { lockDataFolder } from '../storage/lock-data-folder.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** What a run would ask, per source. */
interface SourcePlanLine {
  source: string;
  calls: number;
  label: string;
  /** Calls whose number only the answers tell. */
  further: string;
}

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
    const { lookup } = await lookUp(open, email, undefined, new AbortController().signal);
    if (lookup.end === 'refused') throw new AppError('invalid_configuration', lookup.refusal.remedy);
    const { lines, seconds } = await makePlan(open, lookup);
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

async function makePlan({ connector, connection, upstream }: OpenConnection, lookup: SubjectLookup) {
  const { scopes } = await upstream.tokens.current();
  const { runs, steps } = planRequest({
    requestId: 'plan',
    connector,
    period: {},
    sources: lookup.end === 'found' ? undefined : [],
    subject: lookup.end === 'found' ? lookup.subject : undefined,
    grants: (wanted) => isGranted(scopes, wanted),
    now: Date.now(),
  });
  const callsOf = (source: Source) =>
    source.made ? 0 : steps.filter(({ sourceId }) => sourceId === source.id).length;
  const lines = connector.sources.map((source): SourcePlanLine => {
    const refusal = runs.find(({ sourceId }) => sourceId === source.id)?.plan.refusal;
    const label = laneOf(firstCallOf(source).rateLimit);
    return {
      source: source.id,
      calls: callsOf(source),
      label,
      further: refusal?.reason ?? furtherCalls(source),
    };
  });
  const { labels } = connector.rateLimits(connection.plan);
  const secondsOf = ({ family, label, calls, perMs }: (typeof labels)[number]) => {
    const planned = lines.filter((line) => line.label === `${family}/${label}`);
    const sum = planned.reduce((total, line) => total + line.calls, 0);
    return Math.max(0, sum - 1) * (perMs / 1_000 / (calls * connection.rateShare));
  };
  return { lines, seconds: Math.max(0, ...labels.map(secondsOf)) };
}

function furtherCalls(source: Source): string {
  const [{ pageSize }] = operationsOf(source);
  const parts = [
    source.forEach && `one or more for each record of ${parentsOf(source).join(' and ')}`,
    pageSize !== undefined && 'one per further page',
    makes(source, 'detail') && 'one per record',
    makes(source, 'file') && 'one per file',
  ];
  return parts.filter(Boolean).join(', ');
}

function describePlan(
  found: boolean,
  missing: readonly string[],
  seconds: number,
  lines: SourcePlanLine[],
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
