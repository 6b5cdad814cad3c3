import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bag } from '../../../src/report/bag.js';
import type { Entry } from '../../../src/report/entry.js';
import { readZip } from '../../../src/report/read-zip.js';
import { verifyReport } from '../../../src/report/verify.js';
import { writeZip } from '../../../src/report/zip.js';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { textEntry } from '../../support/entries.js';
import { declareSource } from '../../support/declared-source.js';
import { hasTool } from '../../support/outside-tools.js';

let collected: Collected;
let bag: Bag;
let path: string;
let work: string;

beforeAll(async () => {
  collected = await openCollected();
  const source = declareSource({ attachments: [{ id: 'audio', list: () => [] }] });
  await collected.list(
    'things',
    Array.from({ length: 20 }, (_, id) => ({ id: String(id), text: 'x'.repeat(id) })),
  );
  const content = 'sound '.repeat(500);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const result = {
    end: { kind: 'complete' as const },
    calls: 1,
    kind: 'audio',
    extension: 'mp3',
    bytes: content.length,
    sha256,
  };
  await collected.file('things', { rule: 'audio', identity: '0', key: 'a' }, result, content);
  ({ bag, path } = await buildReport(collected, factsOf(collected, [source])));
  work = join(collected.folder, 'work');
  mkdirSync(work);
});
afterAll(() => collected.close());

const problemsOf = async (file: string) => (await verifyReport(file)).problems;

/** Writes the bag anew with other entries. */
async function rewrite(change: (entries: Entry[]) => Entry[], topFolder = bag.topFolder): Promise<string> {
  const file = join(work, 'changed.zip');
  await writeZip(collected.spool.files, 'work/changed.zip', topFolder, change([...bag.entries]), new Date(0));
  return file;
}

/** Entries with one text replaced, and nothing else. */
async function edit(edits: Record<string, (text: string) => string>): Promise<string> {
  const entries = bag.entries.map((entry) => {
    const change = edits[entry.name];
    if (!change) return entry;
    const before = readFileSync(join(collected.folder, entry.key), 'utf8');
    const text = change(before);
    expect(text).not.toBe(before);
    return textEntry(entry.name, collected.folder, `work/${entry.name.replaceAll('/', '-')}`, text);
  });
  return rewrite(() => entries);
}

/** The zip, changed by a line of Python that knows it as `z` and its folder as `top`. */
function withPython(line: string): string {
  const file = join(work, 'python.zip');
  copyFileSync(path, file);
  const script = `import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'a')\ntop = sys.argv[2]\n${line}\nz.close()`;
  execFileSync('python3', ['-c', script, file, bag.topFolder]);
  return file;
}

const keyOf = (name: string) => bag.entries.find((entry) => entry.name === name)?.key ?? '';
const digestOf = (name: string) => bag.entries.find((entry) => entry.name === name)?.sha256 ?? '';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const things = 'data/things/things.json';
const edited = (text: string) => text.replace('"text":"x"', '"text":"y"');
const editedDigest = () => sha256(edited(readFileSync(join(collected.folder, keyOf(things)), 'utf8')));

describe('verification', () => {
  test('accepts what was written and says what it checked', async () => {
    const { isValid, problems, checked, status } = await verifyReport(path);
    expect([isValid, problems, status]).toEqual([true, [], 'completed']);
    expect(checked).toHaveLength(6);
  });

  test('a zip written with another date is the same bag', async () => {
    expect(await problemsOf(await rewrite((entries) => entries))).toEqual([]);
  });

  test('each entry is missed when it is gone', async () => {
    for (const { name } of bag.entries) {
      const file = await rewrite((entries) => entries.filter((entry) => entry.name !== name));
      expect([name, (await problemsOf(file)).join()]).toEqual([name, expect.stringContaining(name)]);
    }
  });

  test.each([
    'data/things/more.json',
    'data/new/new.json',
    'more.txt',
    'data/things/files/00002.mp3',
    'index.htm',
  ])('an entry that nobody listed (%s) is found', async (name) => {
    const added = textEntry(name, collected.folder, 'work/added', 'added');
    expect(await problemsOf(await rewrite((entries) => [...entries, added]))).not.toEqual([]);
  });

  test.each([
    ['pages/evil.html', 'counts no such page'],
    ['pages/things-2.html', 'counts no such page'],
    ['pages/things.js', 'unknown file'],
    ['pages/deep/things.html', 'unknown file'],
    ['notes.txt', 'unknown file'],
    ['index.htm', 'unknown file'],
  ])('a tag file that is listed but does not belong there (%s) is found', async (name, words) => {
    const added = textEntry(name, collected.folder, 'work/added', 'added');
    const entries = [...bag.entries, added];
    const list = 'tagmanifest-sha256.txt';
    const tags = entries.filter((entry) => !entry.name.startsWith('data/') && entry.name !== list);
    const lines = tags.map((entry) => `${entry.sha256}  ${entry.name}\n`).join('');
    const listed = textEntry(list, collected.folder, 'work/list', lines);
    const file = await rewrite(() => [...entries.filter((entry) => entry.name !== list), listed]);
    expect((await problemsOf(file)).join()).toContain(words);
  });

  test('a renamed entry is found, whichever it is', async () => {
    for (const { name } of bag.entries) {
      const rename = (entry: Entry) => (entry.name === name ? { ...entry, name: `${name}x` } : entry);
      expect(await problemsOf(await rewrite((entries) => entries.map(rename)))).not.toEqual([]);
    }
  });

  test('two entries with swapped content are found', async () => {
    const [one, other] = ['data/things/things.json', 'data/things/things.csv'] as const;
    const swap = (entry: Entry) =>
      entry.name === one
        ? { ...entry, key: keyOf(other) }
        : entry.name === other
          ? { ...entry, key: keyOf(one) }
          : entry;
    expect((await problemsOf(await rewrite((entries) => entries.map(swap)))).length).toBeGreaterThanOrEqual(
      4,
    );
  });

  test('an entry twice is found, also with the same content', async () => {
    const file = await rewrite((entries) => [...entries, ...entries.slice(-1)]);
    expect(await problemsOf(file)).toContain(`entry twice: ${bag.entries.at(-1)?.name}`);
  });

  test.each<[string, () => Record<string, (text: string) => string>]>([
    ['a record', () => ({ [things]: edited })],
    [
      'a digest in the payload list',
      () => ({ 'manifest-sha256.txt': (text) => text.replace(digestOf(things), editedDigest()) }),
    ],
    [
      'a record and its digest in the payload list',
      () => ({
        [things]: edited,
        'manifest-sha256.txt': (text) => text.replace(digestOf(things), editedDigest()),
      }),
    ],
    [
      'a record and its digest in manifest.json',
      () => ({
        [things]: edited,
        'manifest.json': (text) => text.replace(digestOf(things), editedDigest()),
      }),
    ],
    [
      'a record and both digests',
      () => ({
        [things]: edited,
        'manifest-sha256.txt': (text) => text.replace(digestOf(things), editedDigest()),
        'manifest.json': (text) => text.replace(digestOf(things), editedDigest()),
      }),
    ],
    ['the page', () => ({ 'index.html': (text) => text.replace('complete', 'incomplete') })],
    [
      'the status',
      () => ({ 'manifest.json': (text) => text.replace('"completed"', '"completed_with_gaps"') }),
    ],
    ['a count', () => ({ 'manifest.json': (text) => text.replace('"records": 20', '"records": 19') })],
    [
      'the tag list',
      () => ({
        'tagmanifest-sha256.txt': (text) => text.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      }),
    ],
    ['the Oxum', () => ({ 'bag-info.txt': (text) => text.replace(/Oxum: \d/, 'Oxum: 9') })],
    ['the version of BagIt', () => ({ 'bagit.txt': (text) => text.replace('1.0', '0.9') })],
    ['a line of the payload list, doubled', () => ({ 'manifest-sha256.txt': (text) => text + text })],
    ['a line ending', () => ({ 'manifest-sha256.txt': (text) => text.replace('\n', '\r\n') })],
    ['manifest.json into no JSON', () => ({ 'manifest.json': (text) => text.slice(1) })],
    ['a new line at an end', () => ({ 'bagit.txt': (text) => `${text}\n` })],
  ])('an edit of %s is found', async (_name, edits) => {
    expect(await problemsOf(await edit(edits()))).not.toEqual([]);
  });

  test.each([
    ...['../up', 'a/../b', 'back\\slash', 'with space', 'ünïcode', '.hidden', 'a//b', 'line\nfeed'],
    ...['%2e%2e', "quo'te", '-dash', 'dots..', '$(x)'],
  ])('a name such as %j is unsafe', async (name) => {
    if (!hasTool('python3')) return;
    const file = withPython(`z.writestr(top + '/data/' + ${JSON.stringify(name)} + '.txt', 'x')`);
    expect((await problemsOf(file)).join()).toMatch(/unsafe|not a readable zip/);
  });

  test('a top folder cannot lead out of the folder it is unpacked in', async () => {
    for (const top of ['..', '../up', '/absolute', 'a/../..', '.']) {
      const file = await rewrite((entries) => entries, top);
      const { isValid } = await verifyReport(file);
      if (isValid) for await (const { name } of readZip(file, () => false)) expect(name).toMatch(/^[a-z]/);
    }
  });

  test.each([
    ['a second top folder', "z.writestr('elsewhere/x.txt', 'x')"],
    ['a file beside the top folder', "z.writestr('x.txt', 'x')"],
    ['an empty second top folder', "z.writestr('elsewhere/', '')"],
    ['an empty folder that nobody listed', 'z.writestr(top + "/data/hidden/", "")'],
    ['a folder entry that holds bytes', 'z.writestr(top + "/data/", "hidden bytes")'],
    ['a comment of the archive', "z.comment = b'hidden words'"],
    [
      'a symbolic link',
      "i = zipfile.ZipInfo(top + '/data/link'); i.external_attr = 0xA1ED0000; z.writestr(i, '/etc/passwd')",
    ],
  ])('%s is found', async (_name, python) => {
    if (!hasTool('python3')) return;
    expect(await problemsOf(withPython(python))).not.toEqual([]);
  });

  test.each<[string, Buffer | string]>([
    ['an empty file', ''],
    ['a text', 'PK and then nothing'],
    ['an empty zip', Buffer.from('504b0506000000000000000000000000000000000000', 'hex')],
    ['only NULs', Buffer.alloc(10_000)],
  ])('%s is invalid, not an error', async (_name, content) => {
    const file = join(work, 'no.zip');
    writeFileSync(file, content);
    const { isValid, problems } = await verifyReport(file);
    expect([isValid, problems.length > 0]).toEqual([false, true]);
  });

  test('a folder and a missing file are invalid, not an error', async () => {
    expect((await verifyReport(work)).isValid).toBe(false);
    expect((await verifyReport(join(work, 'missing.zip'))).isValid).toBe(false);
  });
});
