import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail } from '../../simulators/zoom/index.js';
import { mostCrashes } from '../../src/collect/leases.js';
import { openDatabase } from '../../src/storage/sqlite/database.js';
import type { StepKind } from '../../src/model/step.js';
import { until } from '../support/run-cli.js';
import { startInstallation, type Installation } from '../support/start-service.js';
import { gather } from '../../src/storage/rows.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';

const sources = ['user', 'phone-voicemails', 'meeting-history'];
const order = { connectionId: 'default', origin: 'test', email: demoEmail, media: true, sources };

let installation: Installation;
beforeEach(async () => {
  installation = await startInstallation();
});
afterEach(() => installation.close());

/** A request that has everything but one source, whose vendor keeps silent; and then the service ends. */
async function startAndStop(): Promise<string> {
  const { simulator } = installation;
  const history = {
    operation: '/report/users/{userId}/meetings',
    times: Infinity,
    respond: 'stall-headers',
  } as const;
  simulator.faults.add(history);
  const { id } = await installation.service.requests.create(order);
  await until(() => installation.service.requests.progressOf(id, 'phone-voicemails').state === 'done');
  await installation.service.close();
  simulator.faults.clear();
  return id;
}

/** The process dies again and again while a step runs. */
async function crash(id: string, source: string, kind: StepKind, times: number): Promise<void> {
  const store = await openStore(join(installation.dataDir, 'database.sqlite'));
  const { steps } = store;
  const step = { requestId: id, sourceId: source, kind, position: 0, parameters: {} };
  if (source === '*') await steps.planRequestStep(id, kind as 'lookup' | 'report');
  for (let dead = 0; dead < times; dead += 1) {
    expect(await steps.lease(step, `process ${dead}`, dead, dead + 1)).toBeDefined();
    await steps.recover('the next process');
  }
  await store.close();
}

function inDatabase(statement: string, ...values: (string | number)[]): void {
  const database = openDatabase(join(installation.dataDir, 'database.sqlite'));
  database.run(statement, ...values);
  database.close();
}

const end = async (id: string) => {
  await installation.restart();
  const request = await installation.service.requests.wait(id, 30_000);
  if (!request) throw new Error('The request is gone.');
  return request;
};
const operationsSince = (before: number) =>
  installation.simulator.calls
    .slice(before)
    .map(({ operation }) => operation)
    .filter((operation) => operation !== 'token');

describe('a step in which the process died', () => {
  test(`${mostCrashes - 1} times runs once more, and the report is whole`, async () => {
    const id = await startAndStop();
    await crash(id, 'meeting-history', 'list', mostCrashes - 1);
    expect((await end(id)).status).toBe('completed');
  });

  test(`${mostCrashes} times is a gap that says so; the rest goes on; a retry tries again`, async () => {
    const id = await startAndStop();
    await crash(id, 'meeting-history', 'list', mostCrashes);
    const request = await end(id);
    const report = await installation.open(request);
    expect(request.status).toBe('completed_with_gaps');
    const gap = request.outcomes?.find((source) => source.id === 'meeting-history');
    expect(gap).toMatchObject({ reason: 'quarantined' });
    expect(['failed', 'partial']).toContain(gap?.outcome);
    expect(report.source('phone-voicemails').outcome).toBe('complete');

    await installation.service.requests.retry(id, { by: 'test' });
    const mended = await installation.service.requests.wait(id, 30_000);
    expect([mended?.status, mended?.report?.version]).toEqual(['completed', 2]);
  });

  test('that makes the report lets the request wait, ever longer, and then it is tried again', async () => {
    const id = await startAndStop();
    await crash(id, '*', 'report', mostCrashes);
    const problem = { code: 'quarantined', detail: expect.stringMatching(/tries again by itself/) };
    const waitsFor = ({ resumeAt = 0 }: { resumeAt?: number }) => resumeAt - Date.now();
    const first = await end(id);
    expect(first).toMatchObject({ status: 'paused', problem });
    expect(waitsFor(first)).toBeGreaterThan(40_000);
    expect(waitsFor(first)).toBeLessThanOrEqual(60_000);

    // It has waited, is tried, and the process dies once more.
    await installation.service.close();
    await crash(id, '*', 'report', 1);
    inDatabase('UPDATE access_requests SET status = ?, resume_at = NULL, problem_code = NULL', 'running');
    const second = await end(id);
    expect(second).toMatchObject({ status: 'paused', problem });
    expect(waitsFor(second)).toBeGreaterThan(100_000);

    // An orderly stop while it is tried again costs no further wait.
    await installation.service.close();
    inDatabase('UPDATE access_requests SET status = ?, resume_at = NULL, problem_code = NULL', 'queued');
    const before = installation.simulator.calls.length;
    await installation.restart();
    await until(async () => (await installation.service.requests.find(id))?.status === 'completed');
    expect(operationsSince(before)).toEqual([]);
  });

  test.each<'lookup' | 'report'>(['lookup', 'report'])(
    'of the %s is tried at once when somebody asks for a retry',
    async (kind) => {
      const id = await startAndStop();
      if (kind === 'lookup') {
        inDatabase('UPDATE access_requests SET lookup = NULL');
        inDatabase("UPDATE steps SET result = NULL WHERE kind = 'lookup'");
      }
      await crash(id, '*', kind, mostCrashes);
      expect((await end(id)).problem?.code).toBe('quarantined');
      const { requests, ledger } = installation.service;
      await requests.retry(id, { by: 'somebody' });
      const request = await requests.wait(id, 30_000);
      expect([request?.status, request?.report?.version]).toEqual(['completed', 1]);
      const [retried] = (await gather(ledger.entries('default'))).filter(
        ({ event }) => event === 'request.retried',
      );
      expect(JSON.parse(retried?.details ?? '{}')).toMatchObject({ request: id, version: 1, by: 'somebody' });
    },
  );

  test('and that was cancelled since is not retried', async () => {
    const id = await startAndStop();
    await crash(id, '*', 'report', mostCrashes);
    expect((await end(id)).status).toBe('paused');
    const { requests } = installation.service;
    await requests.remove(id, { by: 'test' });
    await expect(async () => requests.retry(id, { by: 'test' })).rejects.toThrow('Nothing is missing');
    expect(await requests.find(id)).toMatchObject({ status: 'cancelled', problem: undefined });
  });
});

describe('a file of the spool', () => {
  const flip = (path: string) => {
    const bytes = readFileSync(path);
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(path, bytes);
  };
  test.each<[string, RegExp, (path: string) => void, RegExp]>([
    ['a list that is cut', /^list-/, (path) => truncateSync(path, 100), /voice_mails$/],
    ['a list with a flipped bit', /^list-/, flip, /voice_mails$/],
    ['a list that is gone', /^list-/, (path) => rmSync(path), /voice_mails$/],
    ['a list with something more', /^list-/, (path) => appendFileSync(path, '{"id":"x"}\n'), /voice_mails$/],
    ['a detail with a flipped bit', /^detail-/, flip, /voice_mails\/\{voicemailId\}$/],
    ['a file with a flipped bit', /^file-/, flip, /download|media/],
    ['a file that is gone', /^file-/, (path) => rmSync(path), /download|media/],
  ])(
    '%s is found and fetched again, alone; the report is as without it',
    async (_name, which, spoil, asked) => {
      const whole = await installation.report(demoEmail, { sources });
      const id = await startAndStop();
      const folder = join(installation.dataDir, 'requests', id, 'spool', 'phone-voicemails');
      const names = readdirSync(folder).filter((name) => which.test(name));
      const sizes = names.map((name) => readFileSync(join(folder, name)).length);
      spoil(join(folder, names[sizes.indexOf(Math.max(...sizes))] ?? ''));
      const before = installation.simulator.calls.length;
      const request = await end(id);
      expect(request.status).toBe('completed');
      const report = await installation.open(request);
      const digests = (name: string, { entries }: typeof report) =>
        [...entries]
          .filter(([entry]) => entry.startsWith(name))
          .map(([entry, { sha256 }]) => [entry, sha256]);
      expect(digests('data/phone-voicemails', report)).toEqual(digests('data/phone-voicemails', whole));
      const operations = operationsSince(before).filter((operation) => !operation.startsWith('/report/'));
      expect(operations.length).toBeGreaterThan(0);
      expect(operations.filter((operation) => !asked.test(operation))).toEqual([]);
      expect(operations.length).toBeLessThanOrEqual(3);
    },
  );
});
