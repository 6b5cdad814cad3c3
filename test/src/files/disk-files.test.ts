import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { readWhole, writeWhole } from '../../../src/files/file-store.js';
import { forgetFiles, reportKey, requestIds, requestKey } from '../../../src/files/keys.js';

let folder: string;
let files: DiskFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-files-'));
  files = new DiskFiles(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (key: string) => join(folder, key);
const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('a file that is written', () => {
  test('is at its key when it is whole, and not before; what was there stays until then', async () => {
    await writeWhole(files, 'a/b/c', ['first']);
    const writer = await files.write('a/b/c');
    await writer.append('x'.repeat(1_000_000));
    expect((await readWhole(files, 'a/b/c')).toString()).toBe('first');
    expect(await writer.commit()).toEqual({
      bytes: 1_000_000,
      sha256: sha256Of(Buffer.alloc(1_000_000, 'x')),
    });
    expect((await readWhole(files, 'a/b/c')).length).toBe(1_000_000);
    expect(readdirSync(at('a/b'))).toEqual(['c']);
    expect(statSync(at('a/b/c')).mode & 0o777).toBe(0o600);
    expect(statSync(at('a/b')).mode & 0o777).toBe(0o700);
  });

  test('and is discarded leaves nothing, and what was there before', async () => {
    await writeWhole(files, 'a', ['first']);
    const pieces = function* () {
      yield 'second';
      throw new Error('stopped');
    };
    await expect(writeWhole(files, 'a', pieces())).rejects.toThrow('stopped');
    expect([readdirSync(folder), readFileSync(at('a'), 'utf8')]).toEqual([['a'], 'first']);
  });

  test('for this run alone is seen at once', async () => {
    const writer = await files.write('scratch', { isScratch: true });
    await writer.append(Buffer.alloc(100_000, 'y'));
    expect(readdirSync(folder)).toEqual(['scratch']);
    expect((await writer.commit()).bytes).toBe(100_000);
    await (await files.write('scratch', { isScratch: true })).discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('keeps the order of texts and bytes of every size', async () => {
    const pieces = Array.from({ length: 400 }, (_, index) => {
      const bytes = randomBytes(index % 7 === 0 ? 40_000 : index);
      return index % 3 === 0 ? bytes.toString('base64') : bytes;
    });
    const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
    const written = await writeWhole(files, 'mixed', pieces);
    expect(written).toEqual({ bytes: whole.length, sha256: sha256Of(whole) });
    expect(readFileSync(at('mixed')).equals(whole)).toBe(true);
  });

  test('where it cannot be put is a fault with the code of the file system, and leaves nothing', async () => {
    writeFileSync(at('file'), '');
    await expect(files.write('file/below')).rejects.toMatchObject({ code: 'ENOTDIR' });
    mkdirSync(at('taken/by-a-folder'), { recursive: true });
    await expect(writeWhole(files, 'taken', ['x'])).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });
});

describe('a file that is read', () => {
  beforeEach(() => writeWhole(files, 'digits', ['0123456789']));

  test('comes whole, as a range, and from any place', async () => {
    expect((await buffer(files.read('digits'))).toString()).toBe('0123456789');
    expect((await buffer(files.read('digits', { start: 3, end: 5 }))).toString()).toBe('345');
    const open = await files.open('digits');
    expect(open.bytes).toBe(10);
    expect([await open.readAt(8, 10), await open.readAt(0, 2), await open.readAt(50, 1)].map(String)).toEqual(
      ['89', '01', ''],
    );
    await open.close();
  });

  test('and is not there has the code for it', async () => {
    await expect(buffer(files.read('nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.open('nothing')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await files.stat('nothing')).toBeUndefined();
    expect(await files.stat('digits/below')).toBeUndefined();
    mkdirSync(at('folder'));
    expect(await files.stat('folder')).toBeUndefined();
  });

  test('has another version whenever somebody wrote to it, also with the old time', async () => {
    const before = await files.stat('digits');
    expect(await files.stat('digits')).toEqual(before);
    const { atime, mtime } = statSync(at('digits'));
    writeFileSync(at('digits'), '0123456780');
    utimesSync(at('digits'), atime, mtime);
    const after = await files.stat('digits');
    expect([after?.bytes, after?.version === before?.version]).toEqual([10, false]);
    await writeWhole(files, 'other', ['0123456789']);
    await files.move('other', 'digits');
    expect((await files.stat('digits'))?.version).not.toBe(after?.version);
  });
});

describe('keys', () => {
  test('never lead out of the folder', () => {
    for (const key of ['', '/etc', '../up', 'a/../../b', 'a//b', 'a/', '.', 'a/./b', 'a\0b'])
      expect(() => files.read(key)).toThrow('no key');
  });

  test('of a request hold its working files and its reports, and are forgotten with it', async () => {
    const [one, other] = ['11111111-2222-4333-8444-555555555555', '22222222-2222-4333-8444-555555555555'];
    const all = [reportKey(one), reportKey(one, 2), `${requestKey(one)}/spool/user/list-000000.ndjson`];
    for (const key of [...all, reportKey(other)]) await writeWhole(files, key, ['x']);
    // As they have always lain.
    expect(existsSync(join(folder, 'reports', `${one}.zip`))).toBe(true);
    expect(existsSync(join(folder, 'reports', `${one}-2.zip`))).toBe(true);
    expect((await requestIds(files)).sort()).toEqual([one, other]);
    await forgetFiles(files, one);
    await forgetFiles(files, one);
    expect(await requestIds(files)).toEqual([other]);
    expect(readdirSync(join(folder, 'requests'))).toEqual([]);
    await files.remove(reportKey(other));
    expect(await files.list('reports')).toEqual([]);
    expect(await files.list('nowhere')).toEqual([]);
  });

  test('one file is removed by its key, and never a folder', async () => {
    await writeWhole(files, 'a/b', ['x']);
    await expect(files.remove('a')).rejects.toThrow();
    appendFileSync(at('a/b'), 'y');
    await files.remove('a/b');
    await files.remove('a/b');
    expect(readdirSync(at('a'))).toEqual([]);
  });
});
