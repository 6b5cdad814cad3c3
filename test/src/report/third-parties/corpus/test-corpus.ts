import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BuiltBag } from '../../../../support/open-bag.js';
import { openCollected, type Collected } from '../../../../support/collected.js';
import { buildBoth, textOf } from './build-both.js';
import { collectTexts, textSources } from './collect-texts.js';
import type { Corpus } from './corpus.js';
import type { Mark } from './marked-text.js';
import { mentionsOf, trapsOf } from './traps.js';

/** Makes the tests of a corpus: what of it is found, and what is taken wrongly. */
export function testCorpus(corpus: Corpus): void {
  const { subject, people, namesakes, meetings, voicemails, limits, limitsChat } = corpus;
  const { sent, score } = corpus;
  let collected: Collected;
  let bag: BuiltBag;
  let kept: BuiltBag;

  beforeAll(async () => {
    collected = await openCollected({ email: subject.email });
    await collectTexts(collected, corpus);
    ({ kept, pseudonymised: bag } = await buildBoth(collected, subject, textSources));
  });
  afterAll(() => collected.close());

  const recordsOf = (from: BuiltBag, source: string) =>
    JSON.parse(textOf(from, `data/${source}/${source}.json`)) as Record<string, unknown>[];

  /** The recordings' files of one report, in the order of the corpus. */
  const filesOf = (from: BuiltBag) =>
    corpus.recordings
      .flatMap(({ files }) => files)
      .map(([, extension, marked], place) => ({
        marked,
        extension,
        written: textOf(from, `data/recordings/files/0000${place + 1}.${extension.toLowerCase()}`),
      }));

  function numberOf(person: string): string {
    const [one, other] = namesakes[person] ?? [];
    if (one !== undefined && other !== undefined)
      return [numberOf(one), numberOf(other)].sort((a, b) => Number(a) - Number(b)).join(' or ');
    const { name, email } = people[person] ?? { name: '', email: 'somebody.else@example.org' };
    const line = bag.keyTable?.find((candidate) =>
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
    const scheduled = recordsOf(bag, 'meetings') as { topic: string; agenda: string }[];
    const left = recordsOf(bag, 'phone-voicemails') as { transcription: { content: string } }[];
    const files = filesOf(bag).filter(({ marked }) => marked !== limitsChat);
    return [
      ...files.map(({ marked, extension, written }): [string, string] => [
        marked,
        extension === 'JSON' ? JSON.stringify(JSON.parse(written), null, 1) : written,
      ]),
      ...meetings.flatMap(({ topic, agenda }, place): [string, string][] => [
        [topic, scheduled[place]?.topic ?? ''],
        [agenda, scheduled[place]?.agenda ?? ''],
      ]),
      ...voicemails.map(({ content }, place): [string, string] => [
        content,
        left[place]?.transcription.content ?? '',
      ]),
      ...callPairs(),
    ];
  }

  /** The declared fields of calls. */
  function callPairs(): [string, string][] {
    const callers = Object.entries(people).filter(([, { phone }]) => phone !== undefined);
    const calls = recordsOf(bag, 'phone-calls') as Record<string, string | undefined>[];
    return callers.map(([key, { name, phone, email }], place) => {
      const call = calls[place] ?? {};
      const mail = email ? `⟦${email}|${key}|email⟧` : '';
      return [
        `⟦${name}|${key}⟧; ⟦${phone ?? ''}|${key}|phone⟧; ${mail}; ‹${subject.name}›; ‹${subject.number}›`,
        [
          ...[call.caller_name, call.caller_did_number, call.caller_email ?? ''],
          ...[call.callee_name, call.callee_did_number],
        ].join('; '),
      ];
    });
  }

  describe(`other people of a ${corpus.name} corpus, pseudonymised`, () => {
    test('the corpus is large enough, and arrives as it is written', () => {
      const texts = pairs().map(([marked]) => marked);
      expect(Object.keys(people).length).toBeGreaterThanOrEqual(25);
      expect(texts.reduce((sum, text) => sum + mentionsOf(text), 0)).toBeGreaterThanOrEqual(200);
      expect(texts.flatMap(trapsOf).length).toBeGreaterThanOrEqual(150);
      for (const { marked, extension, written } of filesOf(kept))
        if (extension !== 'JSON') expect(written).toBe(sent(marked));
    });

    test('every mention is found, and nothing else is taken for one', () => {
      const texts = pairs();
      const scores = texts.map(([marked, written]) => score(marked, written, pseudonym));
      const hits = scores.reduce((sum, one) => sum + one.hits, 0);
      const missed = scores.flatMap((one) => one.missed);
      const wrong = scores.flatMap((one) => one.wrong);
      const mentions = texts.reduce((sum, [marked]) => sum + mentionsOf(marked), 0);
      const traps = texts.flatMap(([marked]) => trapsOf(marked)).length;
      const recall = hits / (hits + missed.length);
      const precision = hits / (hits + wrong.length);
      process.stdout.write(
        [
          `${mentions} mentions of ${Object.keys(people).length} people, ${traps} traps: ` +
            `${hits} right, ${missed.length} missed, ${wrong.length} wrong; ` +
            `recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
          ...missed.map((one) => `missed: ${one}`),
          ...wrong.map((one) => `wrong: ${one}`),
          '',
        ].join('\n'),
      );
      expect(missed).toEqual([]);
      expect(precision).toBeGreaterThanOrEqual(0.98);
    });

    test('what is a limit or open is told', () => {
      const written =
        filesOf(bag)
          .find(({ marked }) => marked === limitsChat)
          ?.written.split('\n') ?? [];
      const lines = limits.map(({ why, text }, place) => {
        const got = (written[place] ?? '').replace(/^\S+\tAlex Demo:\t/, '');
        return `limit (${why}): ${text}  =>  ${got === text ? 'as it was' : got}\n`;
      });
      process.stdout.write(lines.join(''));
      expect(written).toHaveLength(limits.length + 1);
    });

    test('no address, number or id of another person stands in any text of the report', () => {
      const originals = Object.values(people).flatMap(({ email, phone, id }) =>
        [email, phone, id].filter((value) => value !== undefined),
      );
      const forms = originals.flatMap((original) => [
        ...[original, original.toUpperCase(), encodeURIComponent(original)],
      ]);
      for (const { name } of bag.entries) {
        const text = textOf(bag, name);
        expect([name, forms.filter((form) => text.includes(form))]).toEqual([name, []]);
      }
    });

    test('the subject stays as they are', () => {
      const [before] = recordsOf(kept, 'user');
      expect(recordsOf(bag, 'user')).toEqual([
        { ...before, manager: `participant-${numberOf(corpus.manager)}@redacted.invalid` },
      ]);
      expect(recordsOf(bag, 'phone-profile')).toEqual(recordsOf(kept, 'phone-profile'));
    });
  });
}
