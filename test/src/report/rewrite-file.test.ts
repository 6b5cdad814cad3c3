import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { peopleInFiles } from '../../../connectors/zoom/sources/people-in-files.js';
import { DiskFiles } from '../../../src/files/disk-files.js';
import { BagFolder } from '../../../src/report/bag-folder.js';
import { rewriteFile } from '../../../src/report/rewrite-file.js';
import type { OtherPeople } from '../../../src/report/third-parties/other-people.js';
import { noMention } from '../../../src/report/third-parties/mention.js';
import { NameIndex } from '../../../src/report/third-parties/name-index.js';
import { People } from '../../../src/report/third-parties/people.js';
import { RedactText } from '../../../src/report/third-parties/redact-text.js';
import { RedactValue } from '../../../src/report/third-parties/redact-value.js';
import { toEntry } from '../../support/entries.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'dsar-rewrite-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function othersOf(...names: string[]): Promise<OtherPeople> {
  const people = new People({ ...noMention(), names: ['Alex Demo'], emails: ['alex@x.example'] });
  for (const name of names) people.add({ ...noMention(), names: [name] });
  const index = await NameIndex.of(people.merge(), people.ordinaryWords);
  const values = new RedactValue(people, index);
  return {
    inValue: (value, groups, found) => values.redact(value, groups, found),
    inText: (extension, rule) => new RedactText(people, index, extension, rule),
    keyTable: [],
  };
}

async function rewrite(content: string | Buffer, extension: string, others?: OtherPeople) {
  writeFileSync(join(folder, 'original'), content);
  const original = toEntry('data/s/files/00001.x', folder, 'original');
  const bag = new BagFolder(new DiskFiles(folder), 'bag');
  const reasons: Record<string, number> = {};
  const written = await rewriteFile(original, bag, {
    ...{ extension, people: peopleInFiles, others },
    found: (reason, count) => void (reasons[reason] = (reasons[reason] ?? 0) + count),
  });
  if (written === 'unreadable') return { written, text: '', reasons };
  expect(written).toEqual(toEntry(original.name, folder, written.key));
  const text = readFileSync(join(folder, written.key), 'utf8');
  return { written, text, reasons, isOriginal: written.key === original.key };
}

describe('a text file', () => {
  test('without anything to take out stays the file that was downloaded', async () => {
    const { isOriginal, reasons } = await rewrite(
      '\ufeffWEBVTT\r\n\r\nnothing\r\n',
      'vtt',
      await othersOf('Dana Whitfield'),
    );
    expect([isOriginal, reasons]).toEqual([true, {}]);
  });

  test('loses its secrets and keeps every other byte', async () => {
    const { text, reasons } = await rewrite(
      '\ufeffa\r\nPasscode: 123456\r\nhttps://x.example/?tk=S3CRET\r\n',
      'txt',
    );
    expect(text).toBe('\ufeffa\r\nPasscode: [masked]\r\nhttps://x.example/?tk=[masked]\r\n');
    expect(reasons).toEqual({ passcode: 1, link_secret: 1 });
  });

  test('JSON is read as such', async () => {
    const { text } = await rewrite(
      '{"a":"https:\\/\\/x.example\\/?a=1\\u0026pwd=S3CRET","n":12345678901234567890}',
      'json',
    );
    expect(text).toBe('{"a":"https://x.example/?a=1&pwd=[masked]","n":12345678901234567890}\n');
  });

  test('broken JSON is read as text', async () => {
    const { text } = await rewrite(
      '{"a":"Dana Whitfield", "b":"?pwd=S3CRET"',
      'json',
      await othersOf('Dana Whitfield'),
    );
    expect(text).toBe('{"a":"Participant 1", "b":"?pwd=[masked]"');
  });

  test('that is not UTF-8 is unreadable', async () => {
    expect((await rewrite(Buffer.from([0x41, 0xff, 0xfe, 0x41]), 'txt')).written).toBe('unreadable');
  });

  test('of many blocks is rewritten whole, with names over the borders of lines, cues and blocks', async () => {
    const cue = (number: number) =>
      `${number}\n00:00:01.000 --> 00:00:02.000\nAlex Demo: I saw Dana\n\n${number}b\n00:00:02.000 --> 00:00:03.000\nWhitfield in room ${number}, ${'and so on '.repeat(number % 23)}\n\n`;
    const content = `WEBVTT\n\n${Array.from({ length: 4_000 }, (_, number) => cue(number)).join('')}`;
    const { text, reasons } = await rewrite(content, 'vtt', await othersOf('Dana Whitfield'));
    expect(content.length).toBeGreaterThan(750_000);
    expect(text).toBe(
      content.replaceAll('I saw Dana', 'I saw Participant 1').replaceAll('\nWhitfield in', '\nin'),
    );
    expect(reasons).toEqual({ third_party: 4_000 });
  });

  test('without lines is rewritten whole too', async () => {
    const filler = 'and so on and on and on, '.repeat(40);
    const content = `Dana Whitfield ${filler}`.repeat(5_000);
    const { text } = await rewrite(content, 'txt', await othersOf('Dana Whitfield'));
    expect(content.length).toBeGreaterThan(4_500_000);
    expect(text).toBe(`Participant 1 ${filler}`.repeat(5_000));
  });
});

describe('the time it takes', () => {
  const of = (part: string) => part.repeat(Math.ceil(250_000 / part.length));
  test.each([
    ['first names', of('Dana ')],
    ['halves of names', of('Dana Whit ')],
    ['names', of('Dana Whitfield ')],
    ['at signs', of('@')],
    ['local parts', of('a.')],
    ['addresses', of('a@x.example ')],
    ['percent signs', of('%')],
    ['encoded letters', of('%C3%BC')],
    ['digits', of('1')],
    ['digits with blanks', of('1 ')],
    ['digits far apart', of('1   ')],
    ['marks', `a${of('\u0301')}`],
    ['invisible signs', of('\u200b')],
    ['arrows', of('-->\n')],
    ['tags', of('<v ')],
    ['open tags', of('<')],
    ['labels', of('A: ')],
    ['commas', of('Whitfield, ')],
    ['signs of another script', of('田')],
    ['lines', of('\n')],
  ])('is linear for a long text of %s', async (_name, text) => {
    for (const extension of ['vtt', 'txt']) {
      const from = process.cpuUsage().user;
      await rewrite(`x --> y\n${text}`, extension, await othersOf('Dana Whitfield', '田中 太郎', 'A B'));
      expect((process.cpuUsage().user - from) / 1_000).toBeLessThan(4_000);
    }
  });
});
