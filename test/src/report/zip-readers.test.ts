import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { packageFolder } from '../../../src/package.js';
import { DiskFiles } from '../../../src/files/disk-files.js';
import type { Entry } from '../../../src/report/entry.js';
import { readZip } from '../../../src/report/read-zip.js';
import { writeZip } from '../../../src/report/zip.js';
import { hasTool } from '../../support/outside-tools.js';

let folder: string;
let zip: string;
let wanted: string[];

/** The long form, with an entry of more than 4 GiB: `npm run test:large-zip`. */
const isLong = (globalThis as { largeZip?: boolean }).largeZip === true;
const largeBytes = 4 * 1024 ** 3 + 12_345;

/** What a reader that cannot seek could take for the end of an entry: a descriptor, a header, the end of a zip. */
const misleading = Buffer.concat(
  ['504b0708', '504b0304', '504b0102', '504b0506', '504b0606'].flatMap((signature) => [
    Buffer.from(signature, 'hex'),
    Buffer.alloc(40, 0),
    Buffer.from('content behind it'),
  ]),
);

function entry(name: string, content: Buffer): Entry {
  const key = name.replaceAll('/', '-');
  writeFileSync(join(folder, key), content);
  return { name, key, bytes: content.length, sha256: '', crc32: crc32(content) };
}

function largeEntry(): Entry {
  const file = join(folder, 'large');
  writeFileSync(file, 'begins');
  truncateSync(file, largeBytes);
  return { name: 'data/large.mp4', key: 'large', bytes: largeBytes, sha256: '' };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-readers-'));
  zip = join(folder, 'report.zip');
  const entries = [
    entry('index.html', Buffer.from('<p>'.repeat(5_000))),
    entry('data/empty.mp4', Buffer.alloc(0)),
    entry('data/empty.txt', Buffer.alloc(0)),
    entry('data/misleading.mp4', misleading),
    entry('data/misleading.json', misleading),
    entry('data/long.mp3', Buffer.alloc(700_000, misleading)),
    ...(isLong ? [largeEntry()] : []),
    entry('data/last.jpg', Buffer.from('ffd8', 'hex')),
  ];
  await writeZip(new DiskFiles(folder), 'report.zip', 'top', entries, new Date('2026-03-15T12:34:56Z'));
  wanted = entries.map(({ name, bytes }) => `top/${name} ${bytes}`);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets a program read the zip from a pipe, where it cannot seek. */
async function fromPipe(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
    pipeline(createReadStream(zip), child.stdin).catch(() => undefined),
  ]);
  if (code !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

const lines = (output: string) => output.trim().split('\n');
const python = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for i in z.infolist():
    n = 0
    with z.open(i) as f:
        while True:
            b = f.read(1 << 20)
            if not b: break
            n += len(b)
    print(i.filename, n)
`;

describe('a zip as others read it', () => {
  test('Java reads it in one pass, with the contents that look like an end', async () => {
    if (!hasTool('java')) return;
    const source = join(packageFolder(), 'test/support/StreamReader.java');
    expect(lines(await fromPipe('java', [source]))).toEqual(wanted);
  }, 600_000);

  test('bsdtar reads and checks it from a pipe', async () => {
    if (!hasTool('bsdtar')) return;
    const list = await fromPipe('bsdtar', ['-tvf', '-']);
    const seen = lines(list).map((line) => line.trim().split(/\s+/));
    expect(seen.map((line) => `${line.at(-1)} ${line[4]}`)).toEqual(wanted);
    const content = await fromPipe('bsdtar', ['-xOf', '-', 'top/data/misleading.mp4']);
    expect(content).toBe(misleading.toString('utf8'));
  }, 600_000);

  test('busybox unpacks it from a pipe', () => {
    // It has no ZIP64.
    if (isLong || !hasTool('busybox')) return;
    const options = { input: readFileSync(zip), encoding: 'buffer' as const };
    const { status, stdout } = spawnSync('busybox', ['unzip', '-p', '-', 'top/data/misleading.mp4'], options);
    expect([status, stdout.equals(misleading)]).toEqual([0, true]);
    execFileSync('busybox', ['unzip', '-q', '-o', '-', '-d', join(folder, 'busybox')], options);
    expect(readFileSync(join(folder, 'busybox/top/data/long.mp3')).length).toBe(700_000);
  });

  test('Python, unzip and 7-Zip read it whole', () => {
    if (hasTool('python3'))
      expect(lines(execFileSync('python3', ['-c', python, zip], { encoding: 'utf8' }))).toEqual(wanted);
    if (hasTool('unzip')) execFileSync('unzip', ['-tq', zip]);
    if (hasTool('7z')) {
      const said = execFileSync('7z', ['t', zip], { encoding: 'utf8' });
      expect(said).toContain('Everything is Ok');
      expect(said).not.toMatch(/warning/i);
    }
  }, 600_000);

  test('our own reader accepts it, and no entry has a descriptor', async () => {
    const seen: string[] = [];
    for await (const { name, bytes, isIntact, isForeign } of readZip(zip, () => false)) {
      expect([isIntact, isForeign]).toEqual([true, false]);
      seen.push(`${name} ${bytes}`);
    }
    expect(seen).toEqual(wanted);
  }, 600_000);
});
