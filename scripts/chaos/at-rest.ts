import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadFiles } from '../../src/ledger/heads.js';
import { checkLedger } from '../../src/ledger/ledger.js';
import type { SourcePlan } from '../../src/model/source-run.js';
import { parseJson } from '../../src/json.js';
import { openDatabase, type Database } from '../../src/storage/sqlite/database.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import type { Store } from '../../src/storage/store.js';
import type { RequestStatus } from '../../src/model/access-request.js';
import type { Step, StepKey } from '../../src/model/step.js';

/** What a dead process left in its data folder. */
export interface AtRest {
  requests: Map<string, { email: string; status: RequestStatus }>;
  /** Steps that were running. */
  leased: Step[];
  /** Sources whose unfinished files were being looked at once more, or were next. */
  lookedAt: { requestId: string; sourceId: string }[];
  /** Idempotency keys, and versions of reports. */
  keys: number;
  versions: number;
  /** How many crashes are counted for each step that has any. */
  crashes: Map<string, number>;
  /** Steps that were set aside. */
  quarantined: string[];
  ledgerProblems: string[];
}

/** Reads a copy, so that the next process finds the folder as the dead one left it. */
export function readAtRest(dataDir: string): Promise<AtRest> {
  return withCopy(dataDir, async (database, store) => {
    const { heads, problems } = new HeadFiles(join(dataDir, 'ledger')).read();
    const check = await checkLedger(store.ledger, heads);
    return {
      requests: new Map(
        database
          .all('SELECT id, email, status FROM access_requests')
          .map(({ id, email, status }) => [
            String(id),
            { email: String(email), status: status as RequestStatus },
          ]),
      ),
      leased: stepsOf(database, 'lease_holder IS NOT NULL'),
      lookedAt: lastLooks(database),
      keys: countOf(database, 'COUNT(*) AS n FROM idempotency_keys'),
      versions: countOf(database, 'COUNT(*) AS n FROM reports'),
      crashes: new Map(stepsOf(database, 'crashes > 0').map((step) => [nameOf(step), step.crashes])),
      quarantined: stepsOf(database, "result LIKE '%quarantined%'").map(nameOf),
      ledgerProblems: [...problems, ...check.problems],
    };
  });
}

/** A step by its place and its request. */
export const nameOf = ({ requestId, sourceId, kind, position }: StepKey) =>
  `${sourceId} ${kind} ${position} of ${requestId}`;

function stepsOf(database: Database, where: string): (Step & { crashes: number })[] {
  return database.all(`SELECT * FROM steps WHERE ${where}`).map((row) => {
    const step: StepKey & { parameters: unknown } = {
      requestId: String(row.request_id),
      sourceId: String(row.source_id),
      kind: row.kind as StepKey['kind'],
      position: Number(row.position),
      parameters: parseJson(String(row.parameters)),
    };
    return { ...(step as Step), crashes: Number(row.crashes) };
  });
}

/** The last look goes from source to source once all have come to their end. */
function lastLooks(database: Database): AtRest['lookedAt'] {
  const runs = database.all('SELECT * FROM source_runs ORDER BY request_id, position').map((row) => ({
    ...{ requestId: String(row.request_id), sourceId: String(row.source_id), phase: String(row.phase) },
    isLookedAgain: (parseJson(String(row.plan)) as SourcePlan).lookedAgain === true,
  }));
  const begun = runs.filter(({ phase, isLookedAgain }) => phase !== 'done' && !isLookedAgain);
  const busy = new Set(begun.map(({ requestId }) => requestId));
  return runs.filter(
    ({ requestId, phase, isLookedAgain }) => !busy.has(requestId) && phase === 'done' && !isLookedAgain,
  );
}

const countOf = (database: Database, what: string) => Number(database.get(`SELECT ${what}`)?.n ?? 0);

async function withCopy<T>(
  dataDir: string,
  read: (database: Database, store: Store) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-at-rest-'));
  const path = join(folder, 'database.sqlite');
  try {
    for (const name of ['database.sqlite', 'database.sqlite-wal'])
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(folder, name));
    const database = openDatabase(path);
    const store = await openStore(path);
    try {
      return await read(database, store);
    } finally {
      await store.close();
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
