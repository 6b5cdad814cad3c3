import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textEntry, toEntry, type Entry } from '../../../src/report/entry.js';
import { readZip } from '../../../src/report/read-zip.js';
import { writeZip } from '../../../src/report/zip.js';
import { hasTool } from '../../support/outside-tools.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const date = new Date('2026-03-15T12:34:57Z');
const write = (entries: Iterable<Entry>, name = 'out.zip') =>
  writeZip(join(folder, name), 'top', entries, date);
const entry = (name: string, text: string) => textEntry(name, join(folder, name.replaceAll('/', '-')), text);

async function readAll(name = 'out.zip') {
  const found = [];
  for await (const one of readZip(join(folder, name), () => true)) found.push(one);
  return found;
}

describe('the zip', () => {
  test('holds the entries in order, below one folder, with their content', async () => {
    const entries = [await entry('b.txt', 'bee'), await entry('a.txt', ''), await entry('data/c.json', '[]')];
    const { bytes, sha256 } = await write(entries);
    const file = readFileSync(join(folder, 'out.zip'));
    expect(bytes).toBe(file.length);
    expect(sha256).toBe(createHash('sha256').update(file).digest('hex'));
    const read = await readAll();
    expect(read.map(({ name, text }) => [name, text])).toEqual([
      ['top/b.txt', 'bee'],
      ['top/a.txt', ''],
      ['top/data/c.json', '[]'],
    ]);
    expect(read.map((one) => [one.bytes, one.sha256, one.isIntact])).toEqual(
      entries.map((one) => [one.bytes, one.sha256, true]),
    );
    if (hasTool('unzip')) execFileSync('unzip', ['-t', '-q', join(folder, 'out.zip')]);
  });

  test('is private on the disk, needs no ZIP64, and carries the one date in UTC', async () => {
    await write([await entry('a.txt', 'x'.repeat(100_000))]);
    const zip = readFileSync(join(folder, 'out.zip'));
    expect(statSync(join(folder, 'out.zip')).mode & 0o077).toBe(0);
    expect(zip.includes(Buffer.from('504b0606', 'hex'))).toBe(false);
    expect(zip.includes(Buffer.from('504b0607', 'hex'))).toBe(false);
    expect(zip.readUInt16LE(10)).toBe((12 << 11) | (34 << 5) | 28);
    expect(zip.readUInt16LE(12)).toBe(((2026 - 1980) << 9) | (3 << 5) | 15);
  });

  test.each([
    ['files/00001.mp4', 0],
    ['files/00001.m4a', 0],
    ['files/00001.mp3', 0],
    ['files/00001.bin', 0],
    ['files/00001.vtt', 8],
    ['data/x.json', 8],
    ['data/x.csv', 8],
  ])('%s is stored by method %i', async (name, method) => {
    await write([await entry(name, 'text '.repeat(1_000))]);
    expect(readFileSync(join(folder, 'out.zip')).readUInt16LE(8)).toBe(method);
  });

  test('2,000 entries, and one of 30 MB, come back whole', async () => {
    const small = await entry('small.txt', 'small');
    const many = Array.from({ length: 2_000 }, (_, index) => ({ ...small, name: `data/${index}.txt` }));
    const big = join(folder, 'big');
    writeFileSync(big, Buffer.alloc(30_000_000, 'abcdefg'));
    await write([...many, await toEntry('data/big.mp4', big)]);
    const read: string[] = [];
    for await (const one of readZip(join(folder, 'out.zip'), () => false)) {
      expect(one.isIntact).toBe(true);
      read.push(`${one.name} ${one.bytes}`);
    }
    expect(read).toHaveLength(2_001);
    expect(read.at(-1)).toBe('top/data/big.mp4 30000000');
  });

  test('a file that is gone ends the zip with its error, without hanging', async () => {
    const gone = { ...(await entry('a.txt', 'x')), file: join(folder, 'missing') };
    await expect(write([await entry('b.txt', 'y'), gone])).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder in place of a file ends the zip with its error', async () => {
    await expect(write([{ ...(await entry('a.txt', 'x')), file: folder }])).rejects.toMatchObject({
      code: 'EISDIR',
    });
  });

  test('a target that cannot be written ends the zip with its error', async () => {
    await expect(
      writeZip(join(folder, 'no', 'out.zip'), 'top', [await entry('a.txt', 'x')], date),
    ).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('a failed zip leaves no process handle and no other file behind', async () => {
    const before = readdirSync(folder);
    await expect(writeZip(join(folder, 'x', 'out.zip'), 'top', [], date)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  test('a file that changes its length while it is written is noticed later by its digest', async () => {
    const one = await entry('a.txt', 'before');
    writeFileSync(one.file, 'afterwards');
    await write([one]);
    expect((await readAll())[0]?.sha256).not.toBe(one.sha256);
  });
});
