import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Source, SubjectLookup } from '../../../src/contract/index.js';
import { buildReport, factsOf, foundPerson } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource, longAgo } from '../../support/declared-source.js';
import { dangersIn } from '../../support/harmless-page.js';
import { elementsOf, dataPagesOf, pagesOf, textOf } from '../../support/open-bag.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(() => collected.close());

const attacks = [
  '<script>alert(1)</script>',
  '</style><script>alert(2)</script>',
  '</title><img src=x onerror=alert(3)>',
  '"><svg onload=alert(4)>',
  "' onmouseover='alert(5)",
  '<a href="javascript:alert(6)">x</a>',
  '<iframe srcdoc="<script>alert(7)</script>"></iframe>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<%= process.env %><%~ it.style %>',
  '&lt;script&gt;&#60;script&#62;',
  '--><script>alert(8)</script>',
  '\u2028<script>\u2029',
  '\u202etxt.exe\u0000',
];
const attack = attacks.join(' ');

/** Where an attacker could write: every text of the facts that comes from outside. */
async function buildHostile(source: Source) {
  await collected.list(
    source.id,
    [{ id: attack, topic: attack, [attack]: attack, deep: [{ [attack]: attack }] }],
    {
      end: { kind: 'partial', reason: 'broken_answer', remedy: attack },
      outOfReach: [{ from: attack, to: attack }],
      answered: [{ from: attack, to: attack }],
    },
  );
  const result = { end: { kind: 'complete' as const }, calls: 1, kind: attack, bytes: 1 };
  for (const extension of ['mp3', 'mp4', 'vtt'])
    await collected.file(
      source.id,
      { rule: 'audio', identity: attack, key: extension },
      { ...result, extension, sha256: '0'.repeat(64) },
      'x',
    );
  const lookup: SubjectLookup = {
    ...foundPerson,
    searched: [{ place: attack, result: attack }],
    notSearched: [{ place: attack, result: attack }],
    subject: { email: attack, id: attack, state: attack, timeZone: attack, record: {} },
  } as SubjectLookup;
  const facts = factsOf(collected, [source], { lookup });
  const texts = { email: `"${attack}"@example.com`, reference: attack, from: attack, to: attack };
  const connection = { id: attack, plan: attack, rateShare: 0.75 };
  const program = { name: attack, version: attack };
  const request = { ...facts.request, ...texts };
  const { bag } = await buildReport(collected, { ...facts, request, connection, program });
  return bag;
}

const hostileSource = (isPaged: boolean) =>
  declareSource(
    {
      ...{ title: attack, category: attack, docs: `https://example.com/${attack}` },
      columns: [
        { field: 'topic', heading: attack },
        { field: 'id', heading: `${attack} 2`, codes: { [attack]: attack }, isDetail: true },
      ],
    },
    isPaged ? {} : { pages: undefined },
  );

describe('the pages', () => {
  test.each(['token', 'none'] as const)(
    'escape all data (%s): nothing active comes from it',
    async (pages) => {
      const bag = await buildHostile(hostileSource(pages === 'token'));
      expect(pagesOf(bag)).toEqual([
        'index.html',
        'pages/completeness.html',
        'pages/rights.html',
        'verify.html',
        'pages/things.html',
      ]);
      for (const name of dataPagesOf(bag)) expect([name, dangersIn(textOf(bag, name))]).toEqual([name, []]);
    },
  );

  test('show the data all the same, as text, with what would be unseen named', async () => {
    const bag = await buildHostile(hostileSource(true));
    const html = textOf(bag, 'pages/things.html');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('[U+202E]txt.exe[U+0000]');
    expect(html).not.toContain(process.env.PATH ?? 'no path');
  });

  test('every link leads to an entry of the bag', async () => {
    const source = declareSource({ attachments: [{ id: 'audio', list: () => [] }] });
    const bag = await buildHostile(source);
    const names = new Set(bag.entries.map(({ name }) => name));
    let links = 0;
    for (const page of pagesOf(bag))
      for (const { attributes } of elementsOf(textOf(bag, page))) {
        const address = attributes.href ?? attributes.src;
        if (address === undefined || address.startsWith('#') || address.startsWith('https://')) continue;
        links += 1;
        expect(names).toContain(new URL(address, `file:///${page}`).pathname.slice(1));
      }
    expect(links).toBeGreaterThan(20);
  });

  test('a file is played or linked at its record, with its words', async () => {
    const kinds = { voice: 'Somebody’s voice' };
    const source = declareSource({ attachments: [{ id: 'audio', list: () => [], kinds }] });
    await collected.list(source.id, [{ id: 'a' }, { id: 'b' }]);
    for (const [extension, kind] of [
      ['mp3', 'voice'],
      ['mp4', 'screen_view'],
      ['vtt', 'constructor'],
    ] as const)
      await collected.file(
        source.id,
        { rule: 'audio', identity: 'b', key: extension },
        { end: { kind: 'complete' }, calls: 1, kind, extension, bytes: 1, sha256: '0'.repeat(64) },
        'x',
      );
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const html = textOf(bag, 'pages/things.html');
    const row = html.slice(html.indexOf('id="r2"'));
    expect(html.slice(0, html.indexOf('id="r2"'))).not.toContain('files/');
    expect(row).toContain('<a href="../data/things/files/00001.mp3">Somebody’s voice</a>');
    expect(row).toMatch(/<audio controls preload="none" [^>]*src="\.\.\/data\/things\/files\/00001\.mp3">/);
    expect(row).toMatch(/<video controls preload="none" [^>]*src="\.\.\/data\/things\/files\/00002\.mp4">/);
    expect(row).toContain('<a href="../data/things/files/00003.vtt">Constructor</a>');
  });

  test('a record with very many files points to the list of all', async () => {
    const source = declareSource({ attachments: [{ id: 'audio', list: () => [] }] });
    await collected.list(source.id, [{ id: 'a' }]);
    for (let index = 0; index < 120; index += 1)
      await collected.file(
        source.id,
        { rule: 'audio', identity: 'a', key: String(index) },
        {
          end: { kind: 'complete' },
          calls: 1,
          kind: 'x',
          extension: 'txt',
          bytes: 1,
          sha256: '0'.repeat(64),
        },
        'x',
      );
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const html = textOf(bag, 'pages/things.html');
    expect(html.match(/href="..\/data\/things\/files\//g)).toHaveLength(100);
    expect(html).toContain('All 120 files are listed in <a href="../data/files.csv">');
  });

  test('say in words that nobody was found, and certify it', async () => {
    const lookup: SubjectLookup = {
      ...{ end: 'no_match', notSearched: [] },
      searched: [{ place: 'users by e-mail', result: 'not found' }],
    };
    const source = declareSource();
    const runs = [collected.run(source.id, { requested: false })];
    const { bag } = await buildReport(collected, factsOf(collected, [source], { lookup, runs }));
    expect(bag.status).toBe('no_match');
    expect(pagesOf(bag)).toEqual([
      'index.html',
      'pages/completeness.html',
      'pages/rights.html',
      'verify.html',
    ]);
    expect(textOf(bag, 'index.html')).toContain('No user with this e-mail address was found');
    expect(textOf(bag, 'index.html')).toContain('Certificate of no data');
  });
});

describe('a long list', () => {
  const source = declareSource(
    {},
    { window: { maxDays: 30, earliest: longAgo, dateField: 'at', ifWider: 'cut' } },
  );
  const records = Array.from({ length: 612 }, (_, index) => ({
    id: `record-${index + 1}`,
    at: `2026-0${(index % 3) + 1}-05T10:00:00Z`,
  }));

  test('goes over several pages, each record on one of them, all linked with each other', async () => {
    await collected.list(source.id, records);
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const pages = ['pages/things.html', 'pages/things-2.html', 'pages/things-3.html'];
    expect(pagesOf(bag)).toEqual([
      'index.html',
      'pages/completeness.html',
      'pages/rights.html',
      'verify.html',
      ...pages,
      'pages/things-search.html',
    ]);
    const search = textOf(bag, 'pages/things-search.html');
    expect([...search.matchAll(/^record-(\d+) /gm)].map(([, id]) => Number(id))).toEqual(
      records.map((_, index) => index + 1),
    );
    const found = pages.flatMap((page) =>
      [...textOf(bag, page).matchAll(/>(record-\d+)</g)].map(([, id]) => id),
    );
    expect(found).toEqual(records.map(({ id }) => id));
    const second = textOf(bag, 'pages/things-2.html');
    expect(second).toContain('records 251 to 500 of 612');
    expect(second).toContain('rel="prev"');
    expect(second).toContain('rel="next"');
    expect(second).toContain('The filter looks at this page only');
    expect(second).toContain('Line 252 of the JSON');
  });

  test('is counted by month on the first page', async () => {
    await collected.list(source.id, records);
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const html = textOf(bag, 'index.html');
    expect(html).toContain('<th scope="row">Feb 2026</th><td class="number">204</td>');
    expect(html).toContain('2026-01-05 to 2026-03-05');
  });
});

describe('a record on its page', () => {
  const source = declareSource({
    columns: [
      { field: ['start', 'date'], heading: 'Began', kind: 'moment' },
      { field: 'type', heading: 'Kind', codes: { 8: 'Recurring with a fixed time' } },
      { field: 'size', heading: 'Size', kind: 'bytes' },
      { field: 'length', heading: 'Length', kind: 'minutes' },
      { field: 'files.type', heading: 'Kind of file', codes: { A: 'Sound' }, isDetail: true },
    ],
  });
  const record = {
    ...{ id: 'a', date: '2026-07-01T22:30:00Z', type: 8, size: 1234567, length: 95, agenda: '', note: null },
    ...{ files: [{ type: 'A' }, { type: 'B' }], deep: { er: { still: 'here' } }, big: 12345678901234567890n },
  };
  const lookup = (timeZone?: string): SubjectLookup =>
    ({
      ...foundPerson,
      subject: { email: 'person@example.com', id: 'u1', timeZone, record: {} },
    }) as SubjectLookup;
  const render = async (timeZone?: string) => {
    await collected.list(source.id, [record]);
    const facts = factsOf(collected, [source], { lookup: lookup(timeZone) });
    return textOf((await buildReport(collected, facts)).bag, 'pages/things.html');
  };

  test('explains codes and units, and keeps the exact values', async () => {
    const html = await render();
    expect(html).toContain('Recurring with a fixed time <small>8</small>');
    expect(html).toContain('1.2 MB <small>1,234,567 bytes</small>');
    expect(html).toContain('1 h 35 min');
  });

  test('leaves no field out: what is no column stands below, what is empty is named', async () => {
    const html = await render();
    for (const text of [
      '<dt>Id<dd>a',
      '<dt>Deep › Er › Still<dd>here',
      '<dt>Big<dd>12345678901234567890',
      '<dt>Files 1 › Kind of file<dd>Sound <small>A</small>',
      '<dt>Files 2 › Kind of file<dd>B',
      'Without a value: Agenda, Note',
    ])
      expect(html).toContain(text);
  });

  test('shows moments in the zone of the person and in UTC', async () => {
    expect(await render('Europe/Berlin')).toContain(
      '<time datetime="2026-07-01T22:30:00.000Z">2026-07-02 00:30:00</time> <small>2026-07-01 22:30:00 UTC</small>',
    );
  });

  test.each([undefined, 'Middle/Earth', ''])('shows them in UTC alone where the zone is %j', async (zone) => {
    const html = await render(zone);
    expect(html).toContain('<time datetime="2026-07-01T22:30:00.000Z">2026-07-01 22:30:00 UTC</time></td>');
  });

  test('a text of 10,000 characters is cut in the table and whole below it', async () => {
    const long = `${'long '.repeat(2_000)}end`;
    await collected.list(source.id, [{ ...record, type: long }]);
    const { bag } = await buildReport(collected, factsOf(collected, [source]));
    const html = textOf(bag, 'pages/things.html');
    expect(html).toMatch(/<td>(long ){56}…<\/td>/);
    expect(html).toContain(`<dt>Kind<dd>${long}`);
  });
});
