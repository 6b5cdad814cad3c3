import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { runCli } from '../../support/run-cli.js';

let collected: Collected;
let path: string;

beforeAll(async () => {
  collected = await openCollected();
  await collected.list('things', [{ id: 'a' }, { id: 'b' }]);
  ({ path } = await buildReport(collected, factsOf(collected, [declareSource()])));
});
afterAll(() => collected.close());

interface Told {
  valid: boolean;
  problems: string[];
  status?: string;
}

describe('verify', () => {
  test('0: a valid report; every check is told', async () => {
    const { code, stdout } = await runCli(['verify', path]);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('ok: ')).length).toBeGreaterThanOrEqual(4);
    expect(stdout).toContain('valid, status completed\n');
  });

  test('1: a report of which one byte is another; the fault is told', async () => {
    const bytes = readFileSync(path);
    const place = Math.floor(bytes.length / 3);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    const damaged = join(collected.folder, 'damaged.zip');
    writeFileSync(damaged, bytes);
    const { code, stdout } = await runCli(['verify', damaged]);
    expect([code, stdout.trim().split('\n').at(-1)]).toEqual([1, 'invalid']);
    expect(stdout).toContain('wrong: ');
  });

  test('1: a file that is no zip', async () => {
    const text = join(collected.folder, 'text.zip');
    writeFileSync(text, 'no zip at all');
    expect((await runCli(['verify', text])).code).toBe(1);
  });

  test('0: the unpacked folder, with a word about how it was judged', async () => {
    execFileSync('unzip', ['-q', path, '-d', join(collected.folder, 'tree')]);
    const [top = ''] = readdirSync(join(collected.folder, 'tree'));
    const { code, stdout } = await runCli(['verify', join(collected.folder, 'tree', top)]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('note: this is an unpacked folder')]);
  });

  test.each(['age-encryption.org/v1\n-> X25519 abc', '-----BEGIN AGE ENCRYPTED FILE-----\nabc'])(
    '2: a file encrypted with age is named as that, with what to do (%j)',
    async (content) => {
      const file = join(collected.folder, 'report.zip.age');
      writeFileSync(file, content);
      const { code, stdout, stderr } = await runCli(['verify', file]);
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('age -d')]);
    },
  );

  test.each([
    ['a file that is not there', ['verify', '/nowhere/report.zip'], '/nowhere/report.zip'],
    ['no file named', ['verify'], 'file'],
  ])('2: %s', async (_name, args, word) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(word);
  });

  test('--json tells the same to a program', async () => {
    const { code, stdout } = await runCli(['verify', path, '--json']);
    const told = JSON.parse(stdout) as Told;
    expect([code, told.valid, told.status, told.problems]).toEqual([0, true, 'completed', []]);
  });

  test('needs no configuration and leaves nothing behind', async () => {
    const before = readFileSync(path);
    await runCli(['verify', path], { DSAR_PORT: 'wrong' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
