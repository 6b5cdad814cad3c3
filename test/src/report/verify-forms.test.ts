import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verifyReport } from '../../../src/report/verify.js';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { hasTool } from '../../support/outside-tools.js';

let collected: Collected;
let path: string;
let top: string;

beforeAll(async () => {
  collected = await openCollected();
  await collected.list('things', [{ id: 'a' }, { id: 'b', text: 'x'.repeat(5_000) }]);
  const built = await buildReport(collected, factsOf(collected, [declareSource()]));
  path = built.path;
  top = built.bag.topFolder;
});
afterAll(() => collected.close());

/** The unpacked folder, in a new place. */
function unpacked(): string {
  const place = mkdtempSync(join(collected.folder, 'tree-'));
  execFileSync('unzip', ['-q', path, '-d', place]);
  return join(place, top);
}

/** The zip that a line of Python makes of the unpacked report; it knows `z`, `top` and every `(path, name)` as `files`. */
function packed(python: string, folder = unpacked()): string {
  const target = join(dirname(folder), 'again.zip');
  const script = `
import sys, os, zipfile
root, top = os.path.split(sys.argv[1])
files = sorted((os.path.join(d, f), os.path.relpath(os.path.join(d, f), root)) for d, _, fs in os.walk(sys.argv[1]) for f in fs)
old = zipfile.ZipFile(sys.argv[3])
z = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)
${python}
z.close()`;
  execFileSync('python3', ['-c', script, folder, target, path]);
  return target;
}

const all = 'for p, n in files: z.write(p, n)';
const things = join('data', 'things', 'things.json');

describe('an unpacked report', () => {
  test('is judged by its digests, and that is said', async () => {
    const folder = unpacked();
    for (const place of [folder, `${folder}/`, dirname(folder)]) {
      const { isValid, problems, notes, status } = await verifyReport(place);
      expect([isValid, problems, status]).toEqual([true, [], 'completed']);
      expect(notes.join()).toContain('unpacked folder');
    }
  });

  test('may have another name, and what a file manager leaves; both are said', async () => {
    const folder = unpacked();
    const renamed = join(dirname(folder), 'Ünterlagen (1)');
    cpSync(folder, renamed, { recursive: true });
    rmSync(folder, { recursive: true });
    for (const name of ['.DS_Store', 'data/.DS_Store', 'Thumbs.db', 'data/desktop.ini', '._index.html'])
      writeFileSync(join(renamed, name), 'left');
    const { isValid, notes } = await verifyReport(renamed);
    expect(isValid).toBe(true);
    expect(notes.join()).toContain('5 files that a file manager left');
  });

  test.each<[string, (folder: string) => void, string]>([
    ['a changed file', (folder) => writeFileSync(join(folder, things), '[]'), 'digest does not match'],
    ['a missing file', (folder) => rmSync(join(folder, things)), 'missing file'],
    ['an added file', (folder) => writeFileSync(join(folder, 'data', 'more.json'), '[]'), 'does not name'],
    ['an added tag file', (folder) => writeFileSync(join(folder, 'notes.txt'), ''), 'unknown file'],
    [
      'an added file with a strange name',
      (folder) => writeFileSync(join(folder, 'data', 'a b.json'), ''),
      'unsafe',
    ],
    ['a link', (folder) => symlinkSync('/etc/passwd', join(folder, 'data', 'link')), 'no ordinary file'],
    [
      'a second report beside it',
      (folder) => cpSync(folder, `${folder}-2`, { recursive: true }),
      'it holds 2 reports',
    ],
  ])('%s is found', async (name, harm, words) => {
    const folder = unpacked();
    harm(folder);
    const { isValid, problems } = await verifyReport(name.includes('beside') ? dirname(folder) : folder);
    expect([isValid, problems.join()]).toEqual([false, expect.stringContaining(words)]);
  });

  test('a folder without a report is named as that', async () => {
    const folder = join(collected.folder, 'nothing');
    mkdirSync(folder);
    const { isValid, problems } = await verifyReport(folder);
    expect([isValid, problems]).toEqual([
      false,
      ['the folder cannot be checked: there is no report in it: bagit.txt is missing'],
    ]);
  });
});

describe('a zip that another program has packed again', () => {
  test.each([
    ['as it was', all],
    ['in another order', 'for p, n in reversed(files): z.write(p, n)'],
    ['stored', 'for p, n in files: z.write(p, n, zipfile.ZIP_STORED)'],
    ['without its folder', 'for p, n in files: z.write(p, os.path.relpath(n, top))'],
    ['in another folder', 'for p, n in files: z.write(p, "Downloads/my report/" + os.path.relpath(n, top))'],
    [
      'with entries for folders',
      'z.write(sys.argv[1], top)\nfor d, ds, _ in os.walk(sys.argv[1]):\n  for f in ds: z.write(os.path.join(d, f), os.path.relpath(os.path.join(d, f), root))\n' +
        all,
    ],
    [
      'with what Finder adds',
      `${all}\nz.writestr(top + "/.DS_Store", "x")\nz.writestr("__MACOSX/" + top + "/._index.html", "x")\nz.writestr("__MACOSX/", "")`,
    ],
    ['entry by entry, with the marks of the old one', 'for i in old.infolist(): z.writestr(i, old.read(i))'],
    [
      'entry by entry, with what Finder adds',
      'for i in old.infolist(): z.writestr(i, old.read(i))\nz.writestr(top + "/.DS_Store", "x")',
    ],
    ['as a stream, with descriptors', 'z.fp.seekable = lambda: False\nz._seekable = False\n' + all],
  ])('%s is judged by its digests', async (name, python) => {
    if (!hasTool('python3')) return;
    const { isValid, problems, notes } = await verifyReport(packed(python));
    expect([isValid, problems]).toEqual([true, []]);
    if (!name.includes('marks')) expect(notes.join()).toContain('another program has packed');
    if (name.includes('Finder')) expect(notes.join()).toContain('file manager left');
  });

  test.each([
    ['7z', ['a', '-tzip', '-bso0']],
    ['bsdtar', ['-a', '-cf']],
  ])('%s makes one that is accepted', async (tool, args) => {
    if (!hasTool(tool)) return;
    const folder = unpacked();
    const target = join(dirname(folder), `${tool}.zip`);
    execFileSync(tool, [...args, target, top], { cwd: dirname(folder) });
    expect((await verifyReport(target)).problems).toEqual([]);
  });

  test.each([
    [
      'a changed file',
      `for p, n in files: z.writestr(n, b"[]" if n.endswith("things.json") else open(p, "rb").read())`,
      'digest does not match',
    ],
    [
      'a missing file',
      'for p, n in files:\n  if not n.endswith("things.json"): z.write(p, n)',
      'missing file',
    ],
    ['an added file', `${all}\nz.writestr(top + "/data/more.json", "[]")`, 'does not name'],
    ['a file beside the folder', `${all}\nz.writestr("beside.txt", "x")`, 'beside'],
    ['a folder that holds nothing', `${all}\nz.writestr(top + "/data/hidden/", "")`, 'holds no file'],
    ['a folder entry that holds bytes', `${all}\nz.writestr(top + "/data/", "hidden")`, 'holds no file'],
    ['a comment', `${all}\nz.comment = b"hidden"`, 'does not end as a zip ends'],
    [
      'bytes between two entries',
      'for p, n in files:\n  z.write(p, n)\n  if n.endswith("bagit.txt"): z.fp.write(b"hidden words"); z.start_dir = z.fp.tell()',
      'bytes behind',
    ],
    [
      'a link',
      `${all}\ni = zipfile.ZipInfo(top + "/data/link"); i.create_system = 3; i.external_attr = 0xA1ED0000; z.writestr(i, "/etc/passwd")`,
      'no ordinary file',
    ],
    [
      'one foreign entry among those of ours',
      'for i in old.infolist(): z.writestr(i, old.read(i))\nz.writestr(top + "/data/more.json", "[]")',
      'unlike the others',
    ],
  ])('%s is found', async (_name, python, words) => {
    if (!hasTool('python3')) return;
    const { isValid, problems } = await verifyReport(packed(python));
    expect([isValid, problems.join()]).toEqual([false, expect.stringContaining(words)]);
  });

  test('a zip of several reports is not taken for one of them', async () => {
    const folder = unpacked();
    cpSync(folder, `${folder}-2`, { recursive: true });
    const target = join(dirname(folder), 'two.zip');
    execFileSync('python3', ['-m', 'zipfile', '-c', target, folder, `${folder}-2`]);
    expect(readdirSync(dirname(folder))).toHaveLength(3);
    expect((await verifyReport(target)).problems.join()).toContain('one top folder');
  });
});
