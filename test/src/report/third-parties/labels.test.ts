import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { peopleInCallTranscripts } from '../../../../connectors/zoom/sources/call-people.js';
import { peopleInFiles } from '../../../../connectors/zoom/sources/people-in-files.js';
import type { FilePeople } from '../../../../src/contract/index.js';
import { parseJson } from '../../../../src/json.js';
import { gatherFromFile } from '../../../../src/report/third-parties/gather-from-file.js';
import { DiskFiles } from '../../../../src/files/disk-files.js';
import { noMention } from '../../../../src/report/third-parties/mention.js';
import { NameIndex } from '../../../../src/report/third-parties/name-index.js';
import { People } from '../../../../src/report/third-parties/people.js';
import { RedactText } from '../../../../src/report/third-parties/redact-text.js';
import { RedactValue } from '../../../../src/report/third-parties/redact-value.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'dsar-labels-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function gathered(text: string, extension: string, rule: FilePeople) {
  const key = `file.${extension}`;
  writeFileSync(join(folder, key), text);
  const people = new People({ ...noMention(), names: ['Jordan Main'], emails: ['jordan@x.example'] });
  const file = { files: new DiskFiles(folder), key, bytes: Buffer.byteLength(text) };
  await gatherFromFile(people, file, extension, rule);
  return { people, index: await NameIndex.of(people.merge(), people.ordinaryWords) };
}

/** The text with pseudonyms, when nothing but the text names anybody. */
async function redacted(text: string, extension: string, rule = peopleInFiles): Promise<string> {
  const { people, index } = await gathered(text, extension, rule);
  const file = new RedactText(people, index, extension, rule);
  async function* block() {
    yield await Promise.resolve(text);
  }
  await file.note(block());
  const parts: string[] = [];
  for await (const part of file.redact(block(), () => undefined)) parts.push(part);
  return parts.join('');
}

describe('whoever stands between time and colon of a chat line is a person', () => {
  test.each([
    [
      'small letters',
      '09:01:02 From anna schmidt to Everyone: good morning',
      '09:01:02 From P to Everyone: good morning',
    ],
    ['one small word', '09:03:05 From bob to Everyone: no', '09:03:05 From P to Everyone: no'],
    ['from alone, and a blank', '09:03:05 From bob : no', '09:03:05 From P : no'],
    ['tabs', '00:00:12\tbob:\tno', '00:00:12\tP:\tno'],
    [
      'tabs and from',
      '00:00:12\t From  anna schmidt  to  Everyone:\t no',
      '00:00:12\t From  P  to  Everyone:\t no',
    ],
    ['digits', '00:00:12\t007:\tno', '00:00:12\tP:\tno'],
    ['a number', '00:00:12\t+1 555-0100-222:\tno', '00:00:12\tparticipant-1-phone:\tno'],
    ['a hidden number', '00:00:12\t+49******12:\tno', '00:00:12\tP:\tno'],
    ['a dial-in name', '00:00:12\tCall-In User_1:\tno', '00:00:12\tP:\tno'],
    ['a guest', '09:03:05 From anna schmidt (Guest) to Everyone: no', '09:03:05 From P to Everyone: no'],
    ['a picture', '00:00:12\t🙂:\tno', '00:00:12\tP:\tno'],
    ['an address', '00:00:12\tann@x.example:\tno', '00:00:12\tparticipant-1@redacted.invalid:\tno'],
    ['a colon within', '00:00:12\tHR: anna:\tsee: no', '00:00:12\tP:\tsee: no'],
    [
      'a colon within, to a group',
      '09:03:05 From HR: anna to Everyone: see: no',
      '09:03:05 From P to Everyone: see: no',
    ],
    ['the word to within', '09:03:05 From call to action to Everyone: no', '09:03:05 From P to Everyone: no'],
    [
      'the waiting room',
      '09:03:05 From bob to Everyone(in Waiting Room): no',
      '09:03:05 From P to Everyone(in Waiting Room): no',
    ],
    [
      'panelists',
      '09:03:05 From bob to Hosts and panelists: no',
      '09:03:05 From P to Hosts and panelists: no',
    ],
    ['a date', '2026-02-03 09:03:05 From bob to Everyone: no', '2026-02-03 09:03:05 From P to Everyone: no'],
    ['a twelve-hour clock', '9:03:05 PM From bob to Everyone: no', '9:03:05 PM From P to Everyone: no'],
    ['another language', '09:03:05 Von bob an Alle: nein', '09:03:05 Von P an Alle: nein'],
    [
      'a text below',
      '09:03:05 From bob to Everyone:\n\tReacted to "no" with 👍',
      '09:03:05 From P to Everyone:\n\tReacted to "no" with 👍',
    ],
  ])('%s', async (_kind, text, wanted) => {
    expect((await redacted(`${text}\r\n`, 'txt')).replaceAll('Participant 1', 'P')).toBe(`${wanted}\r\n`);
  });

  test.each([['(Direct Message)', '(privately)', ''].map((aside) => [aside] as const)].flat())(
    'sender and receiver of a private message %s',
    async (aside) => {
      expect(await redacted(`09:03:05 From bob to piet de vries${aside}: at 10:00: no\n`, 'txt')).toBe(
        `09:03:05 From Participant 1 to Participant 2${aside}: at 10:00: no\n`,
      );
    },
  );

  test('the subject and the messages stay, also where a line of a message begins with a time', async () => {
    const text = [
      '09:01:02\tJordan Main:\tbob said: no',
      '10:30 standup: bring anna',
      '09:01:40\tjordan main:\thello',
      '09:02:00\tbob:\tthe price: 12',
      '',
    ].join('\n');
    expect(await redacted(text, 'txt')).toBe(text.replace('\tbob:', '\tParticipant 1:'));
  });

  test('more names than are told apart have no number, and none is left', async () => {
    const names = Array.from(
      { length: 10_050 },
      (_, number) => `guest ${'abcdefghij'[number % 10] ?? ''}${number}x`,
    );
    const text = names.map((name) => `09:01:02\t${name}:\tyes\n`).join('');
    const safe = await redacted(text, 'txt');
    expect(safe).not.toContain('guest');
    expect(safe.match(/Participant without number/g)).toHaveLength(50);
  });
});

describe('speakers of captions', () => {
  const cues = (lines: readonly string[]) =>
    `WEBVTT\n\n${lines.map((line, at) => `${at + 1}\n00:00:01.000 --> 00:00:02.000\n${line}\n\n`).join('')}`;

  test.each([
    [
      'named at a change',
      ['Jordan Main: Look.', 'It is so.', 'And so.', 'Katrin Vogel: No.', 'It is not.', 'Or two.', 'Go.'],
    ],
    [
      'in small letters, again',
      ['katrin vogel: yes', 'it is so', 'and so', 'not so', 'katrin vogel: no', 'or two', 'go'],
    ],
    [
      'with a name for once among others',
      [
        'Jordan Main: Hi.',
        'So it is.',
        'It goes.',
        'katrin: yes',
        'It is.',
        'Or so.',
        'Go.',
        'Jordan Main: Bye.',
      ],
    ],
    ['in voice tags', ['<v Katrin Vogel>Hi.</v>', 'So it is.', 'It goes.', 'It is.']],
    ['in voice tags, small', ['<v.loud katrin>Hi.', 'So it is.', 'It goes.', 'It is.']],
    ['behind dashes', ['- Katrin Vogel: Hi.\n- Jordan Main: Hi.', 'So it is.', 'It goes.', 'It is.']],
    ['behind arrows', ['>> KATRIN VOGEL: Hi.', 'So it is.', 'It goes.', 'It is.']],
  ])('%s', async (_kind, lines) => {
    const safe = await redacted(cues(lines), 'vtt');
    expect(safe.toLowerCase()).not.toContain('katrin');
    expect(safe).toContain('Participant 1');
    expect(safe.includes('Jordan Main')).toBe(lines.join().includes('Jordan Main'));
  });

  test.each([
    ['sentences', ['The plan is simple: we go.', 'It is so.', 'Note: the costs are down.', 'Go.', 'Or two.']],
    [
      'sentences among speakers',
      ['Jordan Main: Hi.', 'And I said: no.', 'So it is.', 'Question: who goes?', 'Go.', 'It is.'],
    ],
  ])('%s are none', async (_kind, lines) => {
    expect(await redacted(cues(lines), 'vtt')).toBe(cues(lines));
  });
});

describe('declared columns and fields', () => {
  test('cells of several tables in one file, quoted, with digits and small letters', async () => {
    const text =
      'Poll Report\r\n\r\n#,User Name,User Email,Answer\r\n1,anna schmidt,anna@x.example,"yes, 12"\r\n2,007,,no\r\n3,"de vries, piet",,"two\r\nlines"\r\n4,Jordan Main,jordan@x.example,007\r\n\r\n#,Question,User Name\r\n1,Who?,bob\r\n';
    expect(await redacted(text, 'csv')).toBe(
      'Poll Report\r\n\r\n#,User Name,User Email,Answer\r\n1,Participant 1,participant-1@redacted.invalid,"yes, 12"\r\n2,Participant 2,,no\r\n3,"Participant 3",,"two\r\nlines"\r\n4,Jordan Main,jordan@x.example,Participant 2\r\n\r\n#,Question,User Name\r\n1,Who?,Participant 4\r\n',
    );
  });

  test.each<[string, unknown, FilePeople]>([
    [
      'a timeline',
      { timeline: [{ ts: '00:00:01.000', users: [{ username: 'bob' }, { username: '007' }] }] },
      peopleInFiles,
    ],
    [
      'a transcript of a call',
      { timeline: [{ text: 'Hi', users: [{ username: '+49****12' }, { username: 'bob' }] }] },
      peopleInCallTranscripts,
    ],
    [
      'a chat as JSON',
      { messages: [{ sender: 'bob', receiver: 'anna (Guest)', message: 'hello' }] },
      peopleInFiles,
    ],
  ])('of %s', async (_kind, value, rule) => {
    const { people, index } = await gathered(JSON.stringify(value), 'json', rule);
    const safe = JSON.stringify(
      new RedactValue(people, index).redact(value, rule.fields ?? [], () => undefined),
    );
    expect(safe).not.toMatch(/bob|007|49|anna/);
    expect(safe.match(/Participant [12]"/g)).toHaveLength(2);
  });

  test('of JSON that is too broken to be read whole', async () => {
    const text = '{"timeline":[{"users":[{"username" : "b\\u006fb"},{"username":"anna schmidt"}]}';
    const safe = await redacted(text, 'json');
    expect(safe).toBe(text.replace('b\\u006fb', 'Participant 1').replace('anna schmidt', 'Participant 2'));
    expect(() => parseJson(safe)).toThrow(SyntaxError);
  });
});
