import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../../src/logger.js';
import { killClis, runCli } from '../../support/run-cli.js';
import { startInstallation } from '../../support/start-service.js';
import { reportFileIn } from '../../support/data-paths.js';

/** An installation that has answered two requests, one of them with a report; copied for every test. */
let original: string;
let folder: string;
let dataDir: string;
let report: string;
let log: string;
let logLines = '';

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'dsar-ledger-cli-'));
  const destination = { write: (line: string) => void (logLines += line) };
  const installation = await startInstallation({ logger: createLogger({ destination }) });
  await installation.ask('somebody@example.com');
  const { id } = await installation.ask('nobody@example.com');
  cpSync(reportFileIn(installation.service.folder, id), join(original, 'report.zip'));
  const actor = { by: 'tests' };
  await installation.service.ledger.record('second', 'report.destroyed', { request: id }, actor);
  const { dataDir: made, service, simulator } = installation;
  await service.close();
  cpSync(made, join(original, 'data'), { recursive: true });
  writeFileSync(join(original, 'service.log'), logLines);
  await simulator.close();
  rmSync(made, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-ledger-cli-'));
  cpSync(original, folder, { recursive: true });
  dataDir = join(folder, 'data');
  report = join(folder, 'report.zip');
  log = join(folder, 'service.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await killClis();
  rmSync(original, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(['ledger', ...args], { DSAR_DATA_DIR: dataDir });
const headFile = (id = 'default') => join(dataDir, 'ledger', `${id}.json`);

interface Checked {
  valid: boolean;
  heads: { connection_id: string; sequence: number; hash: string }[];
  problems: string[];
}

async function verify(...args: string[]): Promise<Checked> {
  const { code, stdout, stderr } = await run('verify', '--json', ...args);
  expect(stderr).toBe('');
  const checked = JSON.parse(stdout) as Checked;
  expect([code, checked.problems.length === 0]).toEqual([checked.valid ? 0 : 1, checked.valid]);
  return checked;
}

/** What somebody with the right to write the file can do: the triggers are gone meanwhile. */
function tamper(...statements: string[]): void {
  const database = new DatabaseSync(join(dataDir, 'database.sqlite'));
  const query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'";
  const triggers = database.prepare(query).all() as { name: string; sql: string }[];
  expect(triggers).toHaveLength(3);
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  for (const sql of statements) database.exec(sql);
  for (const { sql } of triggers) database.exec(sql);
  database.close();
}

const lastOf = ({ heads }: Checked) => heads.find(({ connection_id }) => connection_id === 'default');

describe('ledger verify', () => {
  test.each([
    ['is gone', ''],
    [
      'does nothing any more',
      'CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger BEGIN SELECT 1; END',
    ],
    [
      'is no text any more',
      "CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'append-only'); END; PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = CAST(replace(CAST(sql AS BLOB), x'617070656e64', x'ff7070656e64') AS TEXT) WHERE name = 'ledger_is_not_changed'",
    ],
  ])('tells when a trigger of the ledger %s', async (_what, instead) => {
    const database = new DatabaseSync(join(dataDir, 'database.sqlite'));
    database.enableDefensive(false);
    database.exec('DROP TRIGGER ledger_is_not_changed');
    if (instead) database.exec(instead);
    database.close();
    expect((await verify()).problems).toEqual([expect.stringContaining('trigger ledger_is_not_changed')]);
  });

  test('of a whole ledger says so, with its heads, against file, report and log', async () => {
    const checked = await verify('--report', report, '--log', log);
    expect(checked).toMatchObject({ valid: true, problems: [] });
    expect(checked.heads.map(({ connection_id }) => connection_id)).toEqual(['default', 'second']);
    expect(lastOf(checked)).toEqual(JSON.parse(readFileSync(headFile(), 'utf8')));
    const { code, stdout } = await run('verify', '--report', report, '--log', log);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^default: \d+ entries, head [0-9a-f]{64}$/m)]);
    expect(stdout).toMatch(/^held against \d+ heads of reports and logs$/m);
    expect(stdout).toMatch(/\nvalid\n$/);
  });

  test.each<[string, string[]]>([
    ['another event', ["UPDATE ledger SET event = 'request.failed' WHERE sequence = 2"]],
    ['another time', ["UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 1"]],
    [
      'other details',
      ["UPDATE ledger SET details = replace(details, 'service', 'nobody') WHERE sequence = 2"],
    ],
    ['details in another spelling', ["UPDATE ledger SET details = details || ' ' WHERE sequence = 2"]],
    ['another connection', ["UPDATE ledger SET connection_id = 'third' WHERE connection_id = 'second'"]],
    ['an entry less', ['DELETE FROM ledger WHERE sequence = 2']],
    ['the first entry less', ['DELETE FROM ledger WHERE sequence = 1']],
    ['the last entry less', ["DELETE FROM ledger WHERE connection_id = 'second'"]],
    ['no entry at all', ['DELETE FROM ledger']],
    [
      'an entry more',
      ['INSERT INTO ledger SELECT connection_id, 99, at, event, details, previous, hash FROM ledger LIMIT 1'],
    ],
  ])('finds %s in the database', async (_name, statements) => {
    tamper(...statements);
    expect((await verify()).problems).not.toEqual([]);
  });

  test('finds a cut end by the file, by a report, or by the log, each alone', async () => {
    const { stdout } = await run('export', '--connection', 'default');
    const entries = stdout.trim().split('\n').length;
    tamper(`DELETE FROM ledger WHERE connection_id = 'default' AND sequence > 1`);
    const wanted = expect.stringContaining('was published and is not in the ledger, which ends at 1');
    expect((await verify()).problems).toEqual([wanted]);
    rmSync(headFile());
    expect((await verify('--report', report)).problems).toContainEqual(wanted);
    const { problems } = await verify('--log', log);
    expect(problems.filter((problem) => problem.includes('is not in the ledger'))).toHaveLength(entries - 1);
  });

  test('finds a head file that was removed or spoilt', async () => {
    writeFileSync(headFile(), '{}');
    expect((await verify()).problems).toContain('default.json: is not a published head');
    rmSync(headFile());
    expect((await verify()).problems).toEqual(['default: has entries, and no head beside the database']);
  });

  test('goes on where a line of the log is cut, and says so', async () => {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const cut = lines.findIndex((line) => line.includes('ledgerHead'));
    lines[cut] = lines[cut]?.slice(0, -20) ?? '';
    writeFileSync(log, lines.join('\n'));
    const { problems } = await verify('--log', log);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^line ${cut + 1} of .*cannot be read`))]);
  });

  test('takes log lines as a container writes them, with a time before them', async () => {
    const lines = readFileSync(log, 'utf8').replace(/^(?=\{)/gm, '2026-01-01T00:00:00Z stderr F ');
    writeFileSync(log, lines);
    tamper(`DELETE FROM ledger WHERE connection_id = 'default' AND sequence > 1`);
    rmSync(headFile());
    expect((await verify('--log', log)).problems.length).toBeGreaterThan(1);
  });

  test('of a folder that holds no ledger does not call it valid', async () => {
    dataDir = join(folder, 'mistyped');
    const { code, stdout, stderr } = await run('verify');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(dataDir);
  });

  test.each([
    ['--report', 'service.log'],
    ['--report', 'none.zip'],
    ['--log', 'none.log'],
    ['--file', 'none.ndjson'],
  ])('%s %s that cannot be read is a mistake of the caller', async (option, name) => {
    const { code, stderr } = await run('verify', option, join(folder, name));
    expect([code, stderr]).toEqual([2, expect.stringContaining(name)]);
  });
});

describe('ledger export', () => {
  let lines: string[];
  beforeEach(async () => {
    lines = (await run('export')).stdout.trimEnd().split('\n');
  });
  const check = (text: string, ...more: string[]) => {
    writeFileSync(join(folder, 'export.ndjson'), text);
    return verify('--file', join(folder, 'export.ndjson'), ...more);
  };

  test('has every entry of every connection, and is checked like the database', async () => {
    const inDatabase = await verify();
    expect(await check(`${lines.join('\n')}\n`, '--report', report, '--log', log)).toEqual(inDatabase);
    const one = (await run('export', '--connection', 'second')).stdout;
    expect(lines).toContain(one.trimEnd());
    expect(await check(one)).toMatchObject({ valid: true });
    expect((await check(one, '--report', report)).valid).toBe(false);
  });

  test.each<[string, (all: string[]) => string[]]>([
    ['a line less', ([one, _two, ...more]) => [one, ...more] as string[]],
    ['two lines in the other order', ([one, two, ...more]) => [two, one, ...more] as string[]],
    ['another word', (all) => all.map((line) => line.replace('request.accepted', 'request.retried'))],
    ['a line that is none', (all) => [...all, 'approved by the auditor']],
    ['a cut line', (all) => all.map((line, index) => (index === 1 ? line.slice(0, -9) : line))],
    ['a further field', (all) => all.map((line) => line.replace(/^\{/, '{"note":"x",'))],
  ])('with %s is not valid', async (_name, change) => {
    expect((await check(change(lines).join('\n'))).valid).toBe(false);
  });

  test('that is cut at its end is found by a report', async () => {
    expect((await check(lines[0] ?? '')).valid).toBe(true);
    expect((await check(lines[0] ?? '', '--report', report)).valid).toBe(false);
  });
});
