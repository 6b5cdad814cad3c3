import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  demoEmail,
  mediaSha256,
  startSimulator,
  worldLedger,
  type Simulator,
} from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import type { ListStep } from '../../src/model/step.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import { gather } from '../../src/storage/rows.js';
import { readReport, type ReadReport } from '../support/read-report.js';
import { demoFrom, environmentFor, killClis, runCli, startCli, until } from '../support/run-cli.js';

const bootstrapKey = 'bootstrap-key-of-the-tests';
const sources = ['user', 'meeting-history', 'recordings', 'phone-calls', 'phone-voicemails'];

let simulator: Simulator;
let folder: string;
let dataDir: string;
let out: string;
let environment: Record<string, string>;

beforeEach(async () => {
  simulator = await startSimulator({ latencyMs: 10, scopes: coreScopes });
  folder = mkdtempSync(join(tmpdir(), 'dsar-resume-'));
  dataDir = join(folder, 'data');
  out = join(folder, 'report.zip');
  environment = { ...environmentFor(simulator, dataDir), DSAR_BOOTSTRAP_KEY: bootstrapKey };
});
afterEach(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const accessArgs = () => [
  ...['access', demoEmail, '--out', out, '--sources', sources.join(','), '--from', demoFrom],
];
const callsOf = (operation: string) => simulator.calls.filter((call) => call.operation === operation);

/** What a killed process left in its database: the ids of the requests, and the windows it had finished. */
async function readLeft(): Promise<{ ids: string[]; finished: string[] }> {
  const store = await openStore(join(dataDir, 'database.sqlite'));
  try {
    const ids = (await store.requests.unfinished()).map(({ id }) => id);
    const steps: ListStep[] = [];
    for (const id of ids) steps.push(...(await gather(store.steps.done(id, 'recordings', 'list'))));
    const finished = steps.flatMap(({ parameters, result }) =>
      (result?.asked ?? []).map((span) => `${parameters.query} ${span.from}..${span.to}`),
    );
    return { ids, finished };
  } finally {
    await store.close();
  }
}

const windowOf = (path: string) => {
  const { searchParams } = new URL(path, 'http://127.0.0.1');
  const query = searchParams.has('mc') ? 1 : 0;
  return `${query} ${searchParams.get('from') ?? ''}..${searchParams.get('to') ?? ''}`;
};

function expectComplete(report: ReadReport): void {
  const ledger = worldLedger(simulator.world, demoEmail, new Date());
  const outcomes = report.manifest.sources
    .filter(({ id }) => sources.includes(id) && id !== 'recordings')
    .map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(['complete']));
  const idsOf = (source: string, name: string) => report.records(source).map((record) => record[name]);
  expect(idsOf('recordings', 'uuid').sort()).toEqual([...ledger.recordings.records].sort());
  expect(idsOf('phone-calls', 'call_element_id').sort()).toEqual([...ledger['phone-calls'].records].sort());
  for (const source of ['recordings', 'phone-voicemails'] as const) {
    const wanted = ledger[source].files.map(({ mediaId }) => mediaSha256(simulator.world, mediaId));
    const found = [...report.entries].filter(([name]) => name.startsWith(`data/${source}/files/`));
    expect(found.map(([, { sha256 }]) => sha256).sort()).toEqual(wanted.sort());
  }
}

describe('a run on the command line that is killed', () => {
  test.each<[string, number, () => boolean]>([
    ['while it looks the person up', 0, () => callsOf('/users/{userId}').length > 0],
    ['in the middle of its lists', 1, () => callsOf('/users/{userId}/recordings').length >= 6],
    ['in the middle of its files', 10, () => callsOf('media').length >= 30],
  ])(
    '%s is finished by the same command, and what it had is not asked again',
    async (_name, leastFinished, isReached) => {
      const first = startCli(accessArgs(), environment);
      await until(isReached);
      first.kill('SIGKILL');
      expect((await first.end).code).toBeNull();
      expect([existsSync(out), readdirSync(join(dataDir, 'reports'))]).toEqual([false, []]);
      const left = await readLeft();
      expect(left.ids).toHaveLength(1);
      expect(left.finished.length).toBeGreaterThanOrEqual(leastFinished);

      const before = callsOf('/users/{userId}/recordings').length;
      const { code, stdout } = await runCli([...accessArgs(), '--json'], environment);
      const shown = JSON.parse(stdout) as ShownRequest;
      // A recording of the demo person is still being made, which is a gap.
      expect([code, shown.id]).toEqual([3, left.ids[0]]);
      const again = callsOf('/users/{userId}/recordings').slice(before);
      expect(again.map(({ path }) => windowOf(path)).filter((span) => left.finished.includes(span))).toEqual(
        [],
      );
      expectComplete(await readReport(out));
    },
  );

  test('by an operator who presses Ctrl+C ends as paused, and goes on', async () => {
    const first = startCli(accessArgs(), environment);
    await until(() => callsOf('/users/{userId}/recordings').length >= 6);
    first.kill('SIGINT');
    const { code } = await first.end;
    expect([code, existsSync(out)]).toEqual([5, false]);
    expect((await runCli(accessArgs(), environment)).code).toBe(3);
    expectComplete(await readReport(out));
  });
});

describe('a server that is killed', () => {
  test('goes on with its requests when it starts again, and no caller needs to ask anew', async () => {
    const call = (address: string, path: string, init: RequestInit = {}) =>
      fetch(`${address}${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${bootstrapKey}`,
          'content-type': 'application/json',
          prefer: 'wait=30',
        },
      });
    const first = startCli(['serve'], environment);
    const address = await first.said(/listening on (http:\/\/\S+)/);
    const posted = call(address, '/v1/access-requests', {
      method: 'POST',
      body: JSON.stringify({ email: demoEmail, reference: 'ticket 1', sources, from: demoFrom }),
    }).catch(() => 'broken off');
    await until(() => callsOf('media').length >= 10);
    first.kill('SIGKILL');
    await first.end;
    expect(await posted).toBe('broken off');

    const second = startCli(['serve'], environment);
    const newAddress = await second.said(/listening on (http:\/\/\S+)/);
    const found = await call(newAddress, '/v1/access-requests?reference=ticket%201');
    const { items } = (await found.json()) as { items: ShownRequest[] };
    expect(items).toHaveLength(1);
    const path = `/v1/access-requests/${items[0]?.id ?? ''}`;
    const ended = (await (await call(newAddress, path)).json()) as ShownRequest;
    expect(ended.status).toBe('completed_with_gaps');
    const zip = await call(newAddress, `${path}/report`);
    writeFileSync(out, Buffer.from(await zip.arrayBuffer()));
    expectComplete(await readReport(out));
    second.kill('SIGTERM');
    expect((await second.end).code).toBe(0);
  });
});
