import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { readWhole, writeWhole } from '../../../src/files/file-store.js';
import { chunkAt, chunkBytes, sealedChunkBytes } from '../../../src/files/sealed/sealed-form.js';
import { SealedFiles } from '../../../src/files/sealed/sealed-files.js';
import { packageFolder } from '../../../src/package.js';
import { errorOf } from '../../support/upstream-under-test.js';

let folder: string;
let disk: DiskFiles;
let files: SealedFiles;
const ownerKeys = new Map<string, Buffer>();
const keys = {
  of: (key: string) => {
    const owner = key.split('/')[1] ?? '';
    const known = ownerKeys.get(owner);
    if (!known) return Promise.reject(Object.assign(new Error('destroyed'), { code: 'ENOENT' }));
    return Promise.resolve(known);
  },
  toWrite: (key: string) => {
    const owner = key.split('/')[1] ?? '';
    ownerKeys.set(owner, ownerKeys.get(owner) ?? randomBytes(32));
    return keys.of(key);
  },
  drop: () => undefined,
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-sealed-'));
  disk = new DiskFiles(folder);
  files = new SealedFiles(disk, keys);
  ownerKeys.clear();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (key: string) => join(folder, key);
const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const faultOf = async (work: Promise<unknown>) => ((await errorOf(work)) as NodeJS.ErrnoException).code;
/** Sizes at which chunks begin and end. */
const sizes = [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 12_345];

describe('a sealed file', () => {
  test.each(sizes)('of %i bytes is read as it was written, whole and in parts', async (bytes) => {
    const content = randomBytes(bytes);
    const pieces = [content.subarray(0, bytes >> 1), content.subarray(bytes >> 1)];
    expect(await writeWhole(files, 'requests/a/x', pieces)).toEqual({ bytes, sha256: sha256Of(content) });
    expect((await files.stat('requests/a/x'))?.bytes).toBe(bytes);
    expect((await readWhole(files, 'requests/a/x')).equals(content)).toBe(true);
    expect((await buffer(files.read('requests/a/x'))).equals(content)).toBe(true);
    const file = await files.open('requests/a/x');
    for (let tries = 0; tries < 15; tries += 1) {
      const start = randomInt(bytes + 1);
      const end = start + randomInt(bytes - start + 1);
      expect((await file.readAt(start, end - start)).equals(content.subarray(start, end))).toBe(true);
      const into = Buffer.alloc(end - start + 3);
      expect(await file.readInto(into, 3, start)).toBe(end - start);
      expect(into.subarray(3).equals(content.subarray(start, end))).toBe(true);
      if (end > start) {
        const part = await buffer(files.read('requests/a/x', { start, end: end - 1, blockBytes: 1_000 }));
        expect(part.equals(content.subarray(start, end))).toBe(true);
      }
    }
    await file.close();
  });

  test('holds nothing of its content in clear, and the same content never looks the same', async () => {
    const content = Buffer.from('A very private sentence. '.repeat(10_000));
    await writeWhole(files, 'requests/a/x', [content]);
    await writeWhole(files, 'requests/a/y', [content.toString()]);
    const [one, other] = ['x', 'y'].map((name) => readFileSync(at(`requests/a/${name}`)));
    expect(one?.includes('private')).toBe(false);
    expect(other?.length).toBe(one?.length);
    const halves = (sealed: Buffer | undefined) => sealed?.subarray(chunkAt(0), chunkAt(1)).toString('hex');
    expect(halves(one)).not.toBe(halves(other));
  });

  test.each<[string, (sealed: Buffer, other: Buffer) => Buffer]>([
    ['a byte is changed in a chunk', (sealed) => flip(sealed, chunkAt(1) + 100)],
    ['a byte is changed in its head', (sealed) => flip(sealed, 40)],
    ['it is cut within a chunk', (sealed) => sealed.subarray(0, sealed.length - 10)],
    ['it is cut at the end of a chunk', (sealed) => sealed.subarray(0, chunkAt(2))],
    ['chunks are exchanged', (sealed) => swapChunks(sealed)],
    [
      'a chunk stands twice',
      (sealed) => Buffer.concat([sealed.subarray(0, chunkAt(1)), sealed.subarray(chunkAt(0))]),
    ],
    [
      'a chunk is of another file',
      (sealed, other) => Buffer.concat([sealed.subarray(0, chunkAt(1)), other.subarray(chunkAt(1))]),
    ],
    ['it is another file of the same owner', (_, other) => other],
  ])('is not read where %s', async (_, change) => {
    const content = randomBytes(3 * chunkBytes + 5);
    await writeWhole(files, 'requests/a/x', [content]);
    await writeWhole(files, 'requests/a/y', [content]);
    writeFileSync(
      at('requests/a/x'),
      change(readFileSync(at('requests/a/x')), readFileSync(at('requests/a/y'))),
    );
    expect(await faultOf(readWhole(files, 'requests/a/x'))).toBe('EIO');
    expect(await faultOf(buffer(files.read('requests/a/x')))).toBe('EIO');
  });

  test('goes where it is moved, and opens there alone; its owner’s key opens no other owner’s', async () => {
    const content = randomBytes(100_000);
    await writeWhole(files, 'requests/a/report.zip', [content]);
    await writeWhole(files, 'reports/b', ['something']);
    await files.move('requests/a/report.zip', 'reports/a');
    expect((await readWhole(files, 'reports/a')).equals(content)).toBe(true);
    renameSync(at('reports/a'), at('reports/b'));
    expect(await faultOf(readWhole(files, 'reports/b'))).toBe('EIO');
  });

  test('is nothing any more when the key is destroyed', async () => {
    await writeWhole(files, 'requests/a/x', ['content']);
    ownerKeys.clear();
    expect(await faultOf(readWhole(files, 'requests/a/x'))).toBe('ENOENT');
  });

  test('from before is read as it is, and one that was sealed also when sealing is off', async () => {
    await writeWhole(disk, 'requests/a/plain', ['from before']);
    await writeWhole(disk, 'reports/b', ['there is a folder']);
    expect((await readWhole(files, 'requests/a/plain')).toString()).toBe('from before');
    expect([await files.isSealed('requests/a/plain'), await files.isSealed('requests/a/none')]).toEqual([
      false,
      false,
    ]);
    await files.move('requests/a/plain', 'reports/a');
    await writeWhole(files, 'requests/a/x', ['sealed']);
    const off = new SealedFiles(disk, keys, false);
    expect((await readWhole(off, 'requests/a/x')).toString()).toBe('sealed');
    await writeWhole(off, 'requests/a/z', ['in clear']);
    expect(readFileSync(at('requests/a/z'), 'utf8')).toBe('in clear');
  });
});

/** Files that were sealed once, for this program and others. */
interface Vectors {
  owner_key: string;
  files: { place: string; text: string; times: number; sealed: string }[];
}

test('the files of the documentation open', async () => {
  const path = join(packageFolder(), 'test/fixtures/sealed/vectors.json');
  const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vectors;
  for (const { place, text, times, sealed } of vectors.files) {
    await writeWhole(disk, place, [Buffer.from(sealed, 'base64')]);
    const fixed = { ...keys, of: () => Promise.resolve(Buffer.from(vectors.owner_key, 'base64')) };
    expect((await readWhole(new SealedFiles(disk, fixed), place)).toString()).toBe(text.repeat(times));
  }
});

describe('a file that arrives sealed', () => {
  test.each(sizes)(
    'is whole after %i bytes, with its digests, under the name it gets in the end',
    async (bytes) => {
      const content = randomBytes(bytes);
      const arriving = files.arriving('requests/a/f', 'f');
      await arriving.append(content.subarray(0, 10));
      await arriving.append(content.subarray(10));
      expect([arriving.bytes, await arriving.head(5)]).toEqual([bytes, content.subarray(0, 5)]);
      expect((await buffer(arriving.read())).equals(content)).toBe(true);
      expect(await arriving.commit('requests/a/f.mp4')).toEqual({
        sha256: sha256Of(content),
        crc32: crc32(content),
      });
      expect((await readWhole(files, 'requests/a/f.mp4')).equals(content)).toBe(true);
    },
  );

  test('goes on in another run behind its last whole chunk', async () => {
    const content = randomBytes(5 * chunkBytes + 77);
    const first = files.arriving('requests/a/f', 'f');
    first.validator = '"v1"';
    await first.append(content.subarray(0, 2 * chunkBytes + 500));
    await first.keep();
    expect(readFileSync(at('requests/a/f.part')).includes(content.subarray(0, 100))).toBe(false);
    const next = files.arriving('requests/a/f', 'f');
    await next.takeUp();
    expect([next.bytes, next.validator]).toEqual([2 * chunkBytes, '"v1"']);
    await next.append(content.subarray(next.bytes));
    expect(await next.commit()).toEqual({ sha256: sha256Of(content), crc32: crc32(content) });
    expect((await readWhole(files, 'requests/a/f')).equals(content)).toBe(true);
  });

  test('begins anew where what lay there is of another form or was changed', async () => {
    const content = randomBytes(3 * chunkBytes);
    for (const spoil of ['plain', 'changed']) {
      const first = (spoil === 'plain' ? disk : files).arriving('requests/a/f', 'f');
      first.validator = '"v1"';
      await first.append(content);
      await first.keep();
      if (spoil === 'changed') ownerKeys.set('a', randomBytes(32));
      const next = files.arriving('requests/a/f', 'f');
      await next.takeUp();
      expect(next.bytes).toBe(0);
      await next.append(content);
      await next.commit();
      expect((await readWhole(files, 'requests/a/f')).equals(content)).toBe(true);
    }
  });
});

function flip(sealed: Buffer, place: number): Buffer {
  const changed = Buffer.from(sealed);
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}

function swapChunks(sealed: Buffer): Buffer {
  const chunk = (number: number) => sealed.subarray(chunkAt(number), chunkAt(number) + sealedChunkBytes);
  return Buffer.concat([sealed.subarray(0, chunkAt(0)), chunk(1), chunk(0), sealed.subarray(chunkAt(2))]);
}
