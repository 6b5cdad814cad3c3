import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { DiskFiles } from '../../../src/files/disk-files.js';
import type { Entry } from '../../../src/report/entry.js';
import { readZip } from '../../../src/report/read-zip.js';
import { openContent } from '../../../src/report/packed-content.js';
import { writeZip } from '../../../src/report/zip.js';
import { ZipArchive } from '../../../src/report/zip-archive.js';
import { textEntry, toEntry } from '../../support/entries.js';
import { hasTool } from '../../support/outside-tools.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const date = new Date('2026-03-15T12:34:57Z');
const write = (entries: Iterable<Entry>, name = 'out.zip') =>
  writeZip(new DiskFiles(folder), name, 'top', entries, date);
const entry = (name: string, text: string) => textEntry(name, folder, name.replaceAll('/', '-'), text);

async function readAll(name = 'out.zip') {
  const found = [];
  for await (const one of readZip(join(folder, name), () => true)) found.push(one);
  return found;
}

const largest = 0xffffffff;

/** The first hundred bytes of what is written, and the last thousand. */
async function tailOf(archive: ZipArchive): Promise<Buffer> {
  let [head, tail] = [Buffer.alloc(0), Buffer.alloc(0)];
  for await (const chunk of archive as AsyncIterable<Buffer>) {
    if (head.length < 100) head = Buffer.concat([head, chunk.subarray(0, 100)]).subarray(0, 100);
    tail = Buffer.concat([tail, chunk.subarray(-1_000)]).subarray(-1_000);
  }
  return Buffer.concat([head, tail]);
}

/** So many bytes of one block. */
// eslint-disable-next-line @typescript-eslint/require-await
async function* repeated(block: Buffer, bytes: number): AsyncGenerator<Buffer> {
  for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, left);
}

describe('the zip', () => {
  test('holds the entries in order, below one folder, with their content', async () => {
    const entries = [entry('b.txt', 'bee'), entry('a.txt', ''), entry('data/c.json', '[]')];
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
    await write([entry('a.txt', 'x'.repeat(100_000))]);
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
    await write([entry(name, 'text '.repeat(1_000))]);
    expect(readFileSync(join(folder, 'out.zip')).readUInt16LE(8)).toBe(method);
  });

  test('2,000 entries, and one of 30 MB, come back whole', async () => {
    const small = entry('small.txt', 'small');
    const many = Array.from({ length: 2_000 }, (_, index) => ({ ...small, name: `data/${index}.txt` }));
    const big = join(folder, 'big');
    writeFileSync(big, Buffer.alloc(30_000_000, 'abcdefg'));
    await write([...many, toEntry('data/big.mp4', folder, 'big')]);
    const read: string[] = [];
    for await (const one of readZip(join(folder, 'out.zip'), () => false)) {
      expect(one.isIntact).toBe(true);
      read.push(`${one.name} ${one.bytes}`);
    }
    expect(read).toHaveLength(2_001);
    expect(read.at(-1)).toBe('top/data/big.mp4 30000000');
  });

  test('a file that is gone ends the zip with its error, without hanging', async () => {
    const gone = { ...entry('a.txt', 'x'), key: 'missing' };
    await expect(write([entry('b.txt', 'y'), gone])).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder in place of a file ends the zip with its error', async () => {
    mkdirSync(join(folder, 'in-the-way'));
    await expect(write([{ ...entry('a.txt', 'x'), key: 'in-the-way' }])).rejects.toMatchObject({
      code: 'EISDIR',
    });
    expect(existsSync(join(folder, 'out.zip.part'))).toBe(false);
  });

  test('a target that cannot be written ends the zip with its error', async () => {
    writeFileSync(join(folder, 'no'), 'a file in the place of a folder');
    await expect(write([entry('a.txt', 'x')], 'no/out.zip')).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test('a failed zip leaves no process handle and no other file behind', async () => {
    const gone = { ...entry('a.txt', 'x'), key: 'missing' };
    const before = readdirSync(folder);
    await expect(write([entry('a.txt', 'x'), gone])).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(before);
  });

  test('media that are not what was downloaded end the zip: another byte, too long, too short', async () => {
    for (const content of ['SOUND of it', 'sound of it and more', 'sound']) {
      const one = { ...entry('a.mp3', 'sound of it'), crc32: crc32('sound of it') };
      writeFileSync(join(folder, one.key), content);
      const failed = expect(write([entry('b.txt', 'y'), one])).rejects;
      await failed.toMatchObject({ name: 'ContentChanged', message: expect.stringContaining('top/a.mp3') });
    }
  });

  test.each([
    ['stored, with its checksum known', 'a.mp4', true],
    ['stored, from a spool of an older version', 'a.mp4', false],
    ['deflated', 'a.json', false],
  ])('an entry that is %s has sizes and checksum in its local header', async (_how, name, isKnown) => {
    const content = randomBytes(3_000);
    writeFileSync(join(folder, 'content'), content);
    const known = isKnown ? { crc32: crc32(content) } : {};
    await write([{ name, key: 'content', bytes: content.length, sha256: '', ...known }]);
    const zip = readFileSync(join(folder, 'out.zip'));
    const [flags, method] = [zip.readUInt16LE(6), zip.readUInt16LE(8)];
    const packed = zip.readUInt32LE(18);
    expect([flags, zip.readUInt32LE(14), zip.readUInt32LE(22)]).toEqual([0, crc32(content), 3_000]);
    const start = 30 + zip.readUInt16LE(26);
    const stands = zip.subarray(start, start + packed);
    expect((method === 8 ? inflateRawSync(stands) : stands).equals(content)).toBe(true);
    expect(zip.readUInt32LE(start + packed)).toBe(0x02014b50);
  });

  test('text that stays large when deflated waits on the disk, and leaves nothing there', async () => {
    const file = join(folder, 'large.json');
    writeFileSync(file, randomBytes(3_000_000).toString('base64'));
    const large = toEntry('data/large.json', folder, 'large.json');
    const small = entry('data/small.json', '[]');
    await write([large, small, { ...large, name: 'data/again.json' }]);
    expect((await readAll()).map(({ sha256 }) => sha256)).toEqual([large.sha256, small.sha256, large.sha256]);
    expect(readdirSync(folder).filter((name) => name.startsWith('out.zip'))).toEqual(['out.zip']);
    const first = readFileSync(join(folder, 'out.zip'));
    await write([large, small, { ...large, name: 'data/again.json' }], 'second.zip');
    expect(readFileSync(join(folder, 'second.zip')).equals(first)).toBe(true);
  });

  test('tells how many entries are written, one by one', async () => {
    const entries = [entry('a.txt', 'a'), entry('b.mp3', 'b'), entry('c.json', '[]')];
    const told: number[] = [];
    await writeZip(new DiskFiles(folder), 'out.zip', 'top', entries, date, {
      onProgress: (done) => told.push(done),
    });
    expect(told).toEqual([1, 2, 3]);
  });

  test('a signal ends it at once, with its reason', async () => {
    const stop = new AbortController();
    const one = entry('a.txt', 'a');
    const written = writeZip(new DiskFiles(folder), 'out.zip', 'top', Array<Entry>(1_000).fill(one), date, {
      signal: stop.signal,
      onProgress: (done) => done === 3 && stop.abort(new Error('stopped')),
    });
    await expect(written).rejects.toThrow();
  });

  test('65,535 entries need ZIP64, since that number means "see there"', async () => {
    const one = { ...entry('a.mp3', ''), crc32: 0 };
    const archive = new ZipArchive(new AbortController().signal);
    const tail = tailOf(archive);
    const open = () => openContent(new DiskFiles(folder), one, 'overflow');
    await archive.add(open, { name: 'a', date });
    const [header] = archive._module._entries;
    if (header) archive._module._entries.push(...Array<typeof header>(65_534).fill(header));
    archive.finalize().catch(() => undefined);
    expect((await tail).subarray(-98, -94).toString('hex')).toBe('504b0606');
  });

  test('sizes from 4 GiB on stand in a field of ZIP64, in both headers', async () => {
    const block = Buffer.alloc(64 * 1024 * 1024);
    for (const bytes of [largest - 1, largest, largest + 1]) {
      const archive = new ZipArchive(new AbortController().signal);
      const zip = tailOf(archive);
      // Deflated, as far as the header says: its checksum is not counted, which takes seconds for 4 GiB.
      const open = () =>
        Promise.resolve({
          isDeflated: true,
          bytes,
          packedBytes: bytes,
          crc32: 7,
          read: () => repeated(block, bytes),
        });
      await archive.add(open, { name: 'a', date });
      archive.finalize().catch(() => undefined);
      const isZip64 = bytes >= largest;
      const [head, list] = [(await zip).subarray(0, 100), (await zip).subarray(100)];
      expect([head.readUInt16LE(4), head.readUInt16LE(28)]).toEqual(isZip64 ? [45, 20] : [20, 0]);
      expect([head.readUInt32LE(18), head.readUInt32LE(22)]).toEqual(
        isZip64 ? [largest, largest] : [bytes, bytes],
      );
      if (isZip64) {
        expect(head.readUInt32LE(31)).toBe((16 << 16) | 1);
        expect([head.readBigUInt64LE(35), head.readBigUInt64LE(43)]).toEqual([BigInt(bytes), BigInt(bytes)]);
      }
      expect(list.includes(Buffer.from('504b0102', 'hex'))).toBe(true);
    }
  }, 120_000);

  test('a file that changes its length while it is written is noticed later by its digest', async () => {
    const one = entry('a.txt', 'before');
    writeFileSync(join(folder, one.key), 'afterwards');
    await write([one]);
    expect((await readAll())[0]?.sha256).not.toBe(one.sha256);
  });
});
