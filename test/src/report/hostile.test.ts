import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected } from '../../support/collected.js';
import { identify } from '../../../src/spool/identity.js';
import { declareSource } from '../../support/declared-source.js';
import { dangersIn } from '../../support/harmless-page.js';
import { dataPagesOf, textOf } from '../../support/open-bag.js';
import { readCsv } from '../../support/read-csv.js';

/** Hostile records that are tried beside one for each nasty text; `npm run test:hostile` tries 100,000. */
const cases = (globalThis as { hostileCases?: number }).hostileCases ?? 1_000;
const recordsPerReport = 50;

const nastyTexts = [
  ...['../../etc/passwd', '/absolute', 'C:\\con', '..\\..\\x', 'a\u0000b', '\u202e gpj.exe', '\u2066x\u2069'],
  ...['=HYPERLINK("https://evil.example","x")', '+1+1', '-1', '@SUM(A1)', '\t=1', '＝1', '\r\n=1', '%0A=1'],
  ...[
    '<script>alert(1)</script>',
    '</style><script>x</script>',
    '</script>',
    '-->',
    '<!--',
    ']]>',
    '<plaintext>',
  ],
  ...[
    'javascript:alert(1)',
    '<a href="javascript:alert(1)">x</a>',
    '" onload="x',
    "' onerror='x",
    '`x`',
    '${x}',
  ],
  ...[
    '<svg><title><script>x</script>',
    '<math><mtext><img src=x onerror=x>',
    '<textarea>',
    '<template>',
    '&#x3c;',
  ],
  ...['__proto__', 'constructor', 'toString', '<%= 1 %>', '\ud800', '\udfff', '\ufeff', 'x'.repeat(10_000)],
];
const nasty = fc.constantFrom(...nastyTexts);
const hostileText = fc.oneof(
  { weight: 4, arbitrary: nasty },
  {
    weight: 2,
    arbitrary: fc.tuple(nasty, fc.string({ unit: 'binary' }), nasty).map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '=', '/', ' ', '!', '-') }),
  },
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileText,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt(),
  fc.array(hostileText, { maxLength: 3 }),
  fc.array(fc.dictionary(hostileText, hostileText, { maxKeys: 2 }), { maxLength: 2 }),
  fc.dictionary(hostileText, hostileText, { maxKeys: 2 }),
);
const record = fc
  .tuple(
    fc.record({ topic: value, type: value, at: value, length: value, kind: hostileText }),
    fc.dictionary(hostileText, value, { maxKeys: 3 }),
  )
  .map(([known, unknown]) => ({ ...unknown, ...known }));

const columns = [
  { field: 'at', heading: 'Began', kind: 'moment' as const },
  { field: 'topic', heading: 'Topic' },
  { field: ['type', 'kind'], heading: 'Kind', codes: { 8: 'Recurring' } },
  { field: 'length', heading: 'Length', kind: 'bytes' as const },
];

async function problemsOf(records: readonly { kind: string }[]): Promise<unknown[]> {
  const collected = await openCollected();
  try {
    const sources = [
      declareSource({
        columns,
        moment: 'at',
        recordId: () => undefined,
        attachments: [{ id: 'a', list: () => [] }],
      }),
      declareSource({ id: 'alone', recordId: () => undefined }, { pages: undefined }),
    ];
    await collected.list('things', records);
    await collected.list('alone', records.slice(0, 5));
    const result = { end: { kind: 'complete' as const }, calls: 1, bytes: 1, sha256: '0'.repeat(64) };
    const [identity] = identify(sources[0] ?? declareSource(), {}, records[0]);
    const kind = records[0]?.kind ?? '';
    await collected.file(
      'things',
      { rule: 'a', identity, key: kind },
      { ...result, kind, extension: 'mp4' },
      'x',
    );
    const { bag } = await buildReport(collected, factsOf(collected, sources));
    const names = bag.entries
      .map(({ name }) => name)
      .filter((name) => !/^[\w-]+(\/[\w-]+)*\.[a-z0-9]+$/.test(name));
    const pages = dataPagesOf(bag).flatMap((name) =>
      dangersIn(textOf(bag, name), ['https://example.com/docs']),
    );
    const shown = textOf(bag, 'pages/things.html').match(/<tbody id="r\d+">/g)?.length ?? 0;
    const cells = ['things', 'alone'].flatMap((id) => readCsv(textOf(bag, `data/${id}/${id}.csv`)).flat());
    const formulas = cells.filter(
      (cell) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) || /[\u0000\u001b]/.test(cell),
    );
    return [...names, ...pages, ...formulas, ...(shown === records.length ? [] : [`${shown} records shown`])];
  } finally {
    await collected.close();
  }
}

describe('hostile records', () => {
  test('of each nasty text in every place make nothing unsafe, and none is lost', async () => {
    const everywhere = nastyTexts.map((text) => ({
      ...Object.fromEntries([[text, text]]),
      ...{ inList: [text, [text]], inObject: Object.fromEntries([[text, { [text]: text }]]) },
      ...{ topic: text, type: text, at: text, length: text, kind: text },
    }));
    expect(await problemsOf(everywhere)).toEqual([]);
    for (const one of everywhere) expect(await problemsOf([one])).toEqual([]);
  }, 120_000);

  test(
    'make no unsafe name, no formula and nothing active, and none is lost',
    async () => {
      let problems: unknown[] = [];
      const property = fc.asyncProperty(
        fc.array(record, { minLength: recordsPerReport, maxLength: recordsPerReport, size: 'max' }),
        async (records) => {
          problems = await problemsOf(records);
          return problems.length === 0;
        },
      );
      const numRuns = Math.ceil(cases / recordsPerReport);
      const { failed, counterexamplePath } = await fc.check(property, {
        numRuns,
        seed: 5,
        endOnFailure: true,
      });
      expect({ failed, counterexamplePath, problems }).toEqual({
        ...{ failed: false, counterexamplePath: null, problems: [] },
      });
    },
    60_000 + cases * 40,
  );
});
