import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BuiltBag } from '../../../support/open-bag.js';
import { verifyReport } from '../../../../src/report/verify.js';
import { openCollected, type Collected } from '../../../support/collected.js';
import { buildBoth, textOf } from './corpus/build-both.js';
import { collectCorpus, corpusSources } from './corpus/collect-corpus.js';
import { plainOf, score, type Mark } from './corpus/marked-text.js';
import { people, subject } from './corpus/people.js';
import { captions, chat, summary, topics } from './corpus/texts.js';

let collected: Collected;
let kept: BuiltBag;
let pseudonymised: BuiltBag;
let report: string;
let both: Awaited<ReturnType<typeof buildBoth>>;

beforeAll(async () => {
  collected = await openCollected({ email: subject.email });
  await collectCorpus(collected);
  both = await buildBoth(collected, subject, corpusSources);
  ({ kept, pseudonymised, path: report } = both);
});
afterAll(() => collected.close());

const file = (bag: BuiltBag, number: number, extension: string) =>
  textOf(bag, `data/recordings/files/0000${number}.${extension}`);

function numberOf(person: string): string {
  if (person === 'anna') return `${numberOf('anna1')} or ${numberOf('anna2')}`;
  const { name, email } = people[person] ?? { name: '', email: 'unknown.person@example.io' };
  const line = pseudonymised.keyTable?.find((candidate) =>
    email ? candidate.emails.includes(email) : candidate.names.includes(name),
  );
  return line?.pseudonym.replace('Participant ', '') ?? '?';
}

function pseudonym({ person, form }: Mark): string {
  const number = numberOf(person);
  if (form === 'encoded-email') return `participant-${number}%40redacted.invalid`;
  if (form === 'email') return `participant-${number}@redacted.invalid`;
  if (form === 'phone') return `participant-${number}-phone`;
  return form === 'encoded' ? `Participant%20${number}` : `Participant ${number}`;
}

/** The marked texts and what became of them. */
function pairs(): [string, string][] {
  const meetings = JSON.parse(textOf(pseudonymised, 'data/meetings/meetings.json')) as { topic: string }[];
  const written = JSON.stringify(JSON.parse(file(pseudonymised, 3, 'json')), null, 1);
  return [
    [captions, file(pseudonymised, 1, 'vtt')],
    [chat, file(pseudonymised, 2, 'txt')],
    [JSON.stringify(summary, null, 1), written],
    ...topics.map((topic, place): [string, string] => [topic, meetings[place]?.topic ?? '']),
  ];
}

describe('other people, pseudonymised', () => {
  test('every mention is found, and nothing else is taken for one', () => {
    const scores = pairs().map(([marked, written]) => score(marked, written, pseudonym));
    const hits = scores.reduce((sum, one) => sum + one.hits, 0);
    const missed = scores.flatMap((one) => one.missed);
    const wrong = scores.flatMap((one) => one.wrong);
    const recall = hits / (hits + missed.length);
    const precision = hits / (hits + wrong.length);
    process.stdout.write(
      `${hits + missed.length} mentions: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}\n`,
    );
    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
    expect(recall).toBe(1);
    expect(precision).toBeGreaterThanOrEqual(0.98);
  });

  test('no original stands in any text of the zip, in whatever spelling', async () => {
    expect((await verifyReport(report)).problems).toEqual([]);
    const originals = Object.values(people).flatMap(({ name, email, phone, extension, id }) =>
      [name, email, phone, extension, id].filter((value) => value !== undefined),
    );
    const forms = originals.flatMap((original) => [
      original,
      encodeURIComponent(original),
      encodeURIComponent(original).replaceAll('%20', '+'),
      JSON.stringify(original).slice(1, -1),
      asciiJson(original),
      original.normalize('NFD'),
      original.toLowerCase(),
      original.toUpperCase(),
    ]);
    for (const { name, key } of pseudonymised.entries) {
      if (name.endsWith('.mp4')) continue;
      const bytes = readFileSync(join(collected.folder, key));
      const found = [...new Set(forms)].filter((form) => bytes.includes(form));
      expect([name, found]).toEqual([name, []]);
    }
  });

  test('the subject stays as they are', () => {
    const [own] = JSON.parse(textOf(pseudonymised, 'data/user/user.json')) as Record<string, unknown>[];
    const [before] = JSON.parse(textOf(kept, 'data/user/user.json')) as Record<string, unknown>[];
    expect(own).toEqual({ ...before, manager: `participant-${numberOf('blair')}@redacted.invalid` });
    const [call] = JSON.parse(textOf(pseudonymised, 'data/phone-calls/phone-calls.json')) as Record<
      string,
      unknown
    >[];
    expect(call).toMatchObject({
      ...{ callee_name: subject.name, callee_email: subject.email, callee_did_number: subject.number },
      ...{ caller_name: pseudonym({ text: '', person: 'dana' }) },
    });
  });

  test('polls, audio names and settings follow', () => {
    const table = file(pseudonymised, 4, 'csv').split('\r\n');
    expect(table[2]).toBe(
      `Participant ${numberOf('greta')},participant-${numberOf('greta')}@redacted.invalid,Yes`,
    );
    expect(table[3]).toMatch(/^Participant (\d+),participant-\1@redacted\.invalid,No$/);
    expect(textOf(pseudonymised, 'data/recordings/recordings.json')).toContain(
      `Audio only - Participant ${numberOf('dana')}"`,
    );
    expect(textOf(pseudonymised, 'data/phone-settings/phone-settings.json')).toContain(
      `"display_name":"Participant ${numberOf('blair')}"`,
    );
  });

  test('what was replaced is counted, and what only a person can look through is listed', () => {
    const lines = JSON.parse(textOf(pseudonymised, 'data/redactions.json')) as Record<string, unknown>[];
    expect(lines).toContainEqual({ source: 'user', field: 'manager', reason: 'third_party', count: 1 });
    expect(lines).toContainEqual({
      ...{ source: 'recordings', field: 'recording_files[].download_url' },
      ...{ reason: 'declared_secret', count: 5 },
    });
    const manifest = JSON.parse(textOf(pseudonymised, 'manifest.json')) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      third_parties: 'pseudonymise',
      review: [{ path: 'data/recordings/files/00005.mp4', why: 'audio_or_video' }],
    });
  });

  test('the same facts give the same pseudonyms and the same bytes', async () => {
    const again = await both.buildAgain();
    expect(again.bag.keyTable).toEqual(pseudonymised.keyTable);
    expect(again.bag.entries.map(({ sha256 }) => sha256)).toEqual(
      pseudonymised.entries.map(({ sha256 }) => sha256),
    );
  });
});

describe('other people, kept', () => {
  test('everything stands as it came', () => {
    expect(file(kept, 1, 'vtt')).toBe(plainOf(captions));
    expect(file(kept, 2, 'txt')).toBe(plainOf(chat));
    expect(kept.keyTable).toBeUndefined();
    const manifest = JSON.parse(textOf(kept, 'manifest.json')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ third_parties: 'keep', review: [] });
  });
});

const asciiJson = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
