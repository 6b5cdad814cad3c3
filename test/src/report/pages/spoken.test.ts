import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peopleInFiles } from '../../../../connectors/zoom/sources/people-in-files.js';
import { readSpokenLines } from '../../../../src/report/pages/spoken-lines.js';
import { buildReport, factsOf } from '../../../support/build-report.js';
import { openCollected, type Collected } from '../../../support/collected.js';
import { declareSource } from '../../../support/declared-source.js';
import { textOf } from '../../../support/open-bag.js';

let collected: Collected;
beforeEach(async () => {
  collected = await openCollected();
});
afterEach(async () => {
  await collected.close();
});

const timeline = { list: 'timeline', text: 'text', from: 'ts', to: 'end_ts' };

async function read(content: string | Buffer, fields?: typeof timeline, most = 10_000) {
  writeFileSync(join(collected.folder, 'spoken'), content);
  const about = { path: 'x', kind: 'x', bytes: content.length, record: 1 };
  return readSpokenLines(collected.spool.files, { ...about, spoken: { key: 'spoken', fields } }, most);
}

const cue = (from: string, to: string, text: string) => ({ from, to, text });

describe('what was said is read', () => {
  test.each([
    ['CRLF and numbers', 'WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500\r\nAnn: Hello.\r\n\r\n'],
    ['no last line end', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nAnn: Hello.'],
    [
      'settings and a byte order mark',
      '\ufeffWEBVTT\n\n00:00:01.000 --> 00:00:02.500 align:start\nAnn: Hello.\n',
    ],
    ['a voice tag', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Ann>Hello.</v>\n'],
    ['two lines', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nAnn:\n<i>Hello.</i>\n'],
    [
      'notes and styles',
      'WEBVTT\n\nNOTE not said\n\nSTYLE\n::cue {}\n\n00:00:01.000 --> 00:00:02.500\nAnn: Hello.\n',
    ],
  ])('from WebVTT with %s', async (_what, text) => {
    expect((await read(text)).lines).toEqual([cue('00:00:01.000', '00:00:02.500', 'Ann: Hello.')]);
  });

  test('from JSON by the fields that are declared, leaving out what is no line', async () => {
    const lines = [
      { text: ' Hello. ', ts: '00:00:01.000', end_ts: '00:00:02.500' },
      { text: 'No time' },
      { text: 7, ts: '00:00:03.000' },
      'no line',
      { text: 'Without an end', ts: '00:00:04.000', end_ts: 'soon' },
    ];
    expect((await read(JSON.stringify({ timeline: lines }), timeline)).lines).toEqual([
      cue('00:00:01.000', '00:00:02.500', 'Hello.'),
      cue('00:00:04.000', '00:00:04.000', 'Without an end'),
    ]);
  });

  test.each([
    ['text that is no WebVTT', 'Hello'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['nothing', ''],
  ])('as nothing from %s', async (_what, content) => {
    expect((await read(content)).lines).toEqual([]);
    expect((await read(content, timeline)).lines).toEqual([]);
  });

  test('up to a number of characters, and says that there is more', async () => {
    const many = Array.from({ length: 50 }, () => '00:00:01.000 --> 00:00:02.000\nten letters\n').join('\n');
    const { lines, isCut } = await read(`WEBVTT\n\n${many}`, undefined, 100);
    expect([lines.length, isCut]).toEqual([9, true]);
    const long = await read(`WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${'a'.repeat(5_000)}\n`);
    expect([long.lines[0]?.text.length, long.isCut]).toEqual([2_000, true]);
  });
});

describe('what was said on a page', () => {
  const source = declareSource({
    attachments: [{ id: 'files', list: () => [], people: peopleInFiles }],
  });

  async function pageOf(
    files: readonly [string, string, string?][],
    changes: Parameters<typeof factsOf>[2] = {},
  ): Promise<string> {
    await collected.list(source.id, [{ id: 'a' }]);
    for (const [index, [extension, content, take]] of files.entries())
      await collected.file(
        source.id,
        { rule: 'files', identity: 'a', key: String(index) },
        {
          ...{ end: { kind: 'complete' }, calls: 1, kind: extension, extension, take },
          ...{ bytes: content.length, sha256: '0'.repeat(64) },
        },
        content,
      );
    const { bag } = await buildReport(collected, factsOf(collected, [source], changes));
    return textOf(bag, 'pages/things.html');
  }
  const vtt = (text: string) => `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${text}\n`;

  test('stands beside the players of its take', async () => {
    const page = await pageOf([
      ['mp4', 'x', 'one'],
      ['vtt', vtt('Ann: First part.'), 'one'],
      ['mp4', 'x', 'two'],
      ['vtt', vtt('Ann: Second part.'), 'two'],
    ]);
    const takes = [...page.matchAll(/<(video|details class="words")[^>]* data-take="(take-\d)"/g)];
    expect(takes.map(([, , take]) => take)).toEqual(['take-1', 'take-2', 'take-1', 'take-2']);
    expect(page.indexOf('First part')).toBeLessThan(page.indexOf('Second part'));
  });

  test('is the text of the report: other people stand under their pseudonyms', async () => {
    const page = await pageOf([['vtt', vtt('<v Grace Hopper>Hello from Grace Hopper.</v>')]], {
      thirdParties: 'pseudonymise',
    });
    expect(page).toContain('[00:00:01.000 – 00:00:02.000] Participant 1:');
    expect(page).not.toContain('Hopper');
  });

  test('is no markup, whatever was said', async () => {
    const page = await pageOf([['vtt', vtt('Ann: a &lt;script>alert(1)&lt;/script> "quoted"')]]);
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page.match(/<script>/g)).toHaveLength(1);
  });
});
