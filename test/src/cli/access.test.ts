import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail, startSimulator, type Simulator } from '../../../simulators/zoom/index.js';
import type { ShownRequest } from '../../../src/api/show-request.js';
import { coreScopes } from '../../support/core-scopes.js';
import { readReport } from '../../support/read-report.js';
import { demoFrom, environmentFor, killClis, runCli, startCli } from '../../support/run-cli.js';

let simulator: Simulator;
let folder: string;
let out: string;
let environment: Record<string, string>;

beforeEach(async () => {
  simulator = await startSimulator({ scopes: coreScopes });
  folder = mkdtempSync(join(tmpdir(), 'dsar-cli-'));
  out = join(folder, 'report.zip');
  environment = environmentFor(simulator, join(folder, 'data'));
});
afterEach(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const access = (email: string, ...options: string[]) =>
  runCli(['access', email, '--out', out, ...options], environment);
const scopeRefusal = {
  status: 400,
  body: { code: 4711, message: 'Invalid access token, does not contain scopes:[webinar:read].' },
};

describe('access', () => {
  test('0: completed; the report is where it was wanted and says so', async () => {
    const { code, stdout } = await access(demoEmail, '--sources', 'user,webinars');
    expect([code, stdout]).toEqual([0, `Status: completed\nReport: ${out}\n`]);
    const { manifest } = await readReport(out);
    expect(manifest.status).toBe('completed');
    expect(readdirSync(folder).sort()).toEqual(['data', 'report.zip']);
  });

  test('3: completed with gaps; each gap is told with its remedy', async () => {
    simulator.faults.add({ operation: '/users/{userId}/webinars', respond: scopeRefusal });
    const { code, stdout } = await access(demoEmail, '--sources', 'user,webinars');
    expect(code).toBe(3);
    expect(stdout).toContain('Status: completed_with_gaps');
    expect(stdout).toContain('one of the granular scopes webinar:read');
    expect((await readReport(out)).source('webinars').outcome).toBe('scope_missing');
  });

  test('--third-parties replaces other people; anything else is refused by name', async () => {
    const sources = ['--sources', 'phone-voicemails', '--no-media', '--from', demoFrom];
    expect((await access(demoEmail, ...sources, '--third-parties', 'pseudonymise')).code).toBe(0);
    const { manifest } = await readReport(out);
    expect(manifest.third_parties).toBe('pseudonymise');
    const { code, stderr } = await access(demoEmail, ...sources, '--third-parties', 'remove');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Please correct: third_parties')]);
  });

  test('4: nobody of that address; the report says who was looked for', async () => {
    const { code, stdout } = await access('nobody@example.com');
    expect(code).toBe(4);
    expect(stdout).toContain('Status: no_match');
    expect((await readReport(out)).manifest.subject).toMatchObject({ found: false });
  });

  test('1: credentials that Zoom refuses; the sentence helps, and there is no report', async () => {
    const wrong = { ...environment, ZOOM_CLIENT_SECRET: 'not-the-secret' };
    const { code, stdout, stderr } = await runCli(['access', demoEmail, '--out', out], wrong);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/client id|client secret/i);
    expect(stdout + stderr).not.toContain('not-the-secret');
    expect(existsSync(out)).toBe(false);
  });

  test('5: a daily limit pauses it, and the same command goes on without asking twice', async () => {
    const fault = simulator.faults.add({
      operation: '/report/users/{userId}/meetings',
      times: Infinity,
      respond: { kind: '429-daily', retryAfter: 'seconds', resumesInSeconds: 3_000 },
    });
    const sources = ['--sources', 'user,webinars,meeting-history', '--from', demoFrom];
    const paused = await access(demoEmail, ...sources);
    expect(paused.code).toBe(5);
    expect(paused.stdout).toMatch(/goes on after 20.*run the same command again, or add --wait/);
    expect(existsSync(out)).toBe(false);

    fault.remove();
    const askedFor = (operation: string) =>
      simulator.calls.filter((call) => call.operation === operation).length;
    const before = askedFor('/users/{userId}/webinars');
    expect((await access(demoEmail, ...sources)).code).toBe(0);
    expect(askedFor('/users/{userId}/webinars')).toBe(before);
    expect((await readReport(out)).source('meeting-history').outcome).toBe('complete');
  });

  test('--wait waits for the end of a pause', async () => {
    simulator.faults.add({
      operation: '/report/users/{userId}/meetings',
      respond: { kind: '429-daily', retryAfter: 'seconds', resumesInSeconds: 1 },
    });
    const sources = ['--sources', 'user,meeting-history', '--from', demoFrom];
    const { code, stderr } = await access(demoEmail, ...sources, '--wait');
    expect(stderr).toContain('Paused');
    expect(code).toBe(0);
  });

  test('--json prints one object and nothing else', async () => {
    const { code, stdout, stderr } = await access(demoEmail, '--sources', 'user', '--no-media', '--json');
    const shown = JSON.parse(stdout) as ShownRequest & { report: string };
    expect([code, stderr]).toEqual([0, '']);
    expect(shown).toMatchObject({ status: 'completed', email: demoEmail, media: false, report: out });
    expect(shown.sources.map(({ id, outcome }) => [id, outcome])).toEqual([['user', 'complete']]);
  });

  test('a report of an earlier run is replaced, never half written', async () => {
    writeFileSync(out, 'an earlier report');
    expect((await access('nobody@example.com')).code).toBe(4);
    expect((await readReport(out)).manifest.status).toBe('no_match');
  });
});

describe('2: a call that cannot be right', () => {
  test.each<[string, string[], RegExp]>([
    ['no e-mail address', ['not-an-address'], /e-mail address/],
    ['an unknown source', [demoEmail, '--sources', 'user,nothing'], /phone-voicemails/],
    ['from after to', [demoEmail, '--from', '2026-02-01', '--to', '2026-01-01'], /"to"/],
    ['a day that is none', [demoEmail, '--from', '2026-02-30'], /day such as/],
    ['an unknown option', [demoEmail, '--everything'], /--everything/],
    ['too many arguments', [demoEmail, 'other@example.com'], /argument/],
  ])('%s: a sentence that helps, and nobody is asked', async (_name, args, sentence) => {
    const { code, stdout, stderr } = await runCli(['access', ...args, '--out', out], environment);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(simulator.calls).toEqual([]);
    expect(existsSync(out)).toBe(false);
  });

  test.each<[string, string[]]>([
    ['nowhere to write', []],
    ['a folder that is not there', ['--out', '/nowhere/at/all/report.zip']],
    ['a folder in the place of the file', ['--out', tmpdir()]],
  ])('%s', async (_name, target) => {
    const { code, stderr } = await runCli(['access', demoEmail, ...target], environment);
    expect(code).toBe(2);
    expect(stderr).toContain('--out');
    expect(simulator.calls).toEqual([]);
  });

  test('without its configuration it names what is missing', async () => {
    const { code, stderr } = await runCli(['access', demoEmail, '--out', out], { DSAR_DATA_DIR: folder });
    expect(code).toBe(2);
    for (const name of ['ZOOM_PLAN', 'ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'])
      expect(stderr).toContain(name);
  });

  test('while a server holds the data folder: the sentence names its address', async () => {
    const server = startCli(['serve'], environment);
    const address = await server.said(/listening on (http:\/\/\S+)/);
    const { code, stderr } = await access(demoEmail);
    expect(code).toBe(2);
    expect(stderr).toContain(address);
    expect(simulator.calls).toEqual([]);

    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
    expect((await access('nobody@example.com')).code).toBe(4);
  });
});
