import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { zoom } from '../../../connectors/zoom/index.js';
import { verifyReport } from '../../../src/report/verify.js';
import { identify } from '../../../src/spool/identity.js';
import { buildReport, factsOf, settled } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { hasTool } from '../../support/outside-tools.js';
import { readReport, unpack } from '../../support/read-report.js';
import { runBuilt } from '../../support/run-built.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

const hostile = {
  id: '../../../etc/passwd',
  name: '/absolute\\back\\slash',
  file: 'C:\\con\u0000.txt',
  '../key': '..',
  big: 12345678901234567890n,
};
const source = declareSource({
  secrets: ['password'],
  attachments: [{ id: 'audio', list: () => [] }],
});

/** One record with a file, and what else makes a report. */
async function collect(): Promise<void> {
  await collected.list(source.id, [hostile, { id: 'b', password: 'secret' }], { pages: 2 });
  const content = 'audio of ../../evil';
  await collected.file(
    source.id,
    { rule: 'audio', identity: identify(source, {}, hostile)[0], key: '../../evil' },
    {
      ...{ end: { kind: 'complete' }, calls: 1, kind: '../kind', extension: 'mp3', bytes: content.length },
      sha256: createHash('sha256').update(content).digest('hex'),
    },
    content,
  );
}

describe('the bag', () => {
  test('is one top folder with BagIt 1.0 files, index.html first, accepted by outside tools', async () => {
    await collect();
    const { path, bag } = await buildReport(collected, factsOf(collected, [source]));
    expect((await verifyReport(path)).problems).toEqual([]);
    await readReport(path);
    expect(bag.entries.map(({ name }) => name)).toEqual([
      ...[
        'index.html',
        'README.txt',
        'manifest.json',
        'bagit.txt',
        'bag-info.txt',
        'manifest-sha256.txt',
        'pages/completeness.html',
        'pages/rights.html',
        'verify.html',
        'pages/beside.wav',
        'pages/things.html',
        'tagmanifest-sha256.txt',
      ],
      ...[
        'data/files.csv',
        'data/files.json',
        'data/redactions.csv',
        'data/redactions.json',
        'data/things/files/00001.mp3',
      ],
      ...['data/things/things.csv', 'data/things/things.json'],
    ]);
  });

  test('follows RFC 8493 to the letter', async () => {
    await collect();
    const { path, bag } = await buildReport(collected, factsOf(collected, [source]));
    const report = await readReport(path);
    const payload = bag.entries.filter(({ name }) => name.startsWith('data/'));
    expect(report.text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    const octets = payload.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(report.text('bag-info.txt')).toContain(`Payload-Oxum: ${octets}.${payload.length}\n`);
    expect(report.text('bag-info.txt')).toMatch(/^Bagging-Date: 2026-03-15$/m);
    for (const line of report.text('bag-info.txt').trim().split('\n'))
      expect(line).toMatch(/^[A-Z][\w-]+: \S/);
    const listed = (name: string) =>
      report
        .text(name)
        .trim()
        .split('\n')
        .map((line) => /^[0-9a-f]{64} {2}(\S+)$/.exec(line)?.[1]);
    expect(listed('manifest-sha256.txt')).toEqual(payload.map(({ name }) => name));
    expect(listed('tagmanifest-sha256.txt').sort()).toEqual([
      'README.txt',
      'bag-info.txt',
      'bagit.txt',
      'index.html',
      'manifest-sha256.txt',
      'manifest.json',
      'pages/beside.wav',
      'pages/completeness.html',
      'pages/rights.html',
      'pages/things.html',
      'verify.html',
    ]);
  });

  test('README.txt says in plain lines where to begin and how to check', async () => {
    await collect();
    const { path, bag } = await buildReport(collected, factsOf(collected, [source]));
    const text = (await readReport(path)).text('README.txt');
    for (const words of [
      ...['Open index.html', 'sha256sum -c manifest-sha256.txt', 'sha256sum -c tagmanifest-sha256.txt'],
      ...['Unpack the whole zip first', 'shasum -a 256 -c tagmanifest-sha256.txt', 'Get-FileHash'],
      ...[
        'WHAT THIS REPORT DOES NOT COVER',
        'Profile picture: The profile',
        'Asked and refused:                0',
      ],
      ...[`cd ${bag.topFolder}`, 'apostrophe', 'Phone numbers', '[masked]'],
    ])
      expect(text).toContain(words);
    for (const line of text.split('\n')) expect(line).toMatch(/^[ -~]{0,80}$/);
  });

  test('entry names are made here: nothing of the data becomes one', async () => {
    await collect();
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    for (const { name } of bag.entries) {
      expect(name).toMatch(/^(README|[a-z0-9-]+)(\/[a-z0-9-]+)*\.[a-z0-9]+$/);
      expect(name).not.toMatch(/\.\.|evil|passwd/);
    }
    expect(bag.topFolder).toBe(`access-report-${collected.requestId}`);
  });

  test('records are whole, one a line, with masked secrets counted', async () => {
    await collect();
    const { path } = await buildReport(collected, factsOf(collected, [source]));
    const report = await readReport(path);
    expect(report.records('things')).toEqual([hostile, { id: 'b', password: '[masked]' }]);
    expect(report.text('data/things/things.json').split('\n')).toHaveLength(5);
    expect(report.source('things').secrets_masked).toBe(1);
    expect(JSON.parse(report.text('data/files.json'))).toEqual([
      { path: 'data/things/files/00001.mp3', source: 'things', record: 1, kind: '../kind', bytes: 19 },
    ]);
  });

  test('details are laid over their record', async () => {
    const detailed = declareSource({
      details: [{ ...source.asks[0], id: 'more', endpoint: '/x', pages: undefined, list: undefined }],
    });
    await collected.list(detailed.id, [
      { id: 'a', v: 1 },
      { id: 'b', v: 1 },
    ]);
    await collected.detail(detailed.id, 'b', { v: 2, more: true });
    const { path } = await buildReport(collected, factsOf(collected, [detailed]));
    expect((await readReport(path)).records('things')).toEqual([
      { id: 'a', v: 1 },
      { id: 'b', v: 2, more: true },
    ]);
  });

  test('a source that was not answered has no record files, an empty one has empty files', async () => {
    const other = declareSource({ id: 'refused' });
    await collected.list(source.id, []);
    await collected.list('refused', [], {
      ...{
        pages: 0,
        end: { kind: 'refused', outcome: 'not_permitted', reason: 'not_permitted', remedy: 'ask' },
      },
    });
    const { path, bag } = await buildReport(collected, factsOf(collected, [source, other]));
    const report = await readReport(path);
    expect(report.records('things')).toEqual([]);
    expect(bag.entries.filter(({ name }) => name.startsWith('data/refused'))).toEqual([]);
    expect(bag.status).toBe('completed_with_gaps');
  });

  test('the folder is emptied first: an earlier attempt leaves nothing', async () => {
    await collect();
    const first = await buildReport(collected, factsOf(collected, [source]));
    const second = await buildReport(collected, factsOf(collected, [source]));
    expect(second.zip).toEqual(first.zip);
  });
});

describe('the same spool', () => {
  test('gives the same bytes twice', async () => {
    await collect();
    const facts = factsOf(collected, [source]);
    const [one, other] = [
      await buildReport(collected, facts, 'one'),
      await buildReport(collected, facts, 'other'),
    ];
    expect(readFileSync(one.path).equals(readFileSync(other.path))).toBe(true);
  });

  test('gives the same bytes in another time zone, locale and process', async () => {
    const secret = {
      id: 'u1',
      email: 'é@example.com',
      host_key: '123456',
      created_at: '2026-01-01T00:00:00',
    };
    await collected.list('user', [secret], { answered: [{ from: '2026-01-01', to: '2026-01-31' }] });
    await collected.list('webinars', [{ uuid: 'w', topic: '=1+1', start_time: '2026-01-01T23:30:00' }]);
    const script = `
      const { buildBag } = await load('src/report/bag.js');
      const { writeZip } = await load('src/report/zip.js');
      const { openStore } = await load('src/storage/sqlite/open-store.js');
      const { Spool } = await load('src/spool/spool.js');
      const { DiskFiles } = await load('src/files/disk-files.js');
      const { BagFolder } = await load('src/report/bag-folder.js');
      const { zoom } = await load('connectors/zoom/index.js');
      const { folder, facts, name } = input;
      const files = new DiskFiles(folder);
      const { steps } = await openStore(folder + '/database.sqlite');
      const whole = { ...facts, connector: zoom, steps, spool: new Spool(files, 'spool') };
      const bag = await buildBag(whole, new BagFolder(files, 'bag-' + name));
      print(await writeZip(files, name + '.zip', bag.topFolder, bag.entries, new Date(facts.request.createdAt)));
    `;
    const wanted = zoom.sources.filter(({ id }) => ['user', 'webinars'].includes(id));
    const facts = await settled(collected, factsOf(collected, wanted));
    const zips = ['UTC', 'Asia/Kathmandu', 'America/St_Johns'].map((TZ, index) =>
      runBuilt(script, { TZ, LANG: 'de_DE.UTF-8' }, { folder: collected.folder, facts, name: String(index) }),
    );
    expect(zips[1]).toEqual(zips[0]);
    expect(zips[2]).toEqual(zips[0]);
  });

  test('unpacks to the same files with the same dates wherever it is unpacked', async () => {
    if (!hasTool('unzip')) return;
    await collect();
    const { path } = await buildReport(collected, factsOf(collected, [source]));
    const folder = mkdtempSync(join(collected.folder, 'unpacked-'));
    const top = unpack(path, folder);
    expect(readFileSync(join(top, 'data/things/files/00001.mp3'), 'utf8')).toBe('audio of ../../evil');
    rmSync(folder, { recursive: true });
  });
});
