import { createHash } from 'node:crypto';
import type { Collected } from '../../../../support/collected.js';
import type { Corpus } from './corpus.js';
import type { CorpusPerson } from './people.js';

/** Sources these texts fill, in report order. */
export const textSources = [
  ...[
    'user',
    'meetings',
    'meeting-history',
    'recordings',
    'phone-profile',
    'phone-calls',
    'phone-voicemails',
  ],
];

/** Writes the corpus into a collection as a vendor's answers would stand there. */
export async function collectTexts(collected: Collected, corpus: Corpus): Promise<void> {
  const { subject, people, manager, meetings, voicemails, sent } = corpus;
  await collected.list('user', [
    {
      ...{ id: subject.id, email: subject.email, display_name: subject.name },
      ...{ first_name: 'Alex', last_name: 'Demo', manager: people[manager]?.email },
    },
  ]);
  const scheduled = meetings.map(({ topic, agenda }, place) => ({
    ...{ uuid: `m${place}`, id: 85212340000 + place, host_id: subject.id },
    ...{ topic: sent(topic), agenda: sent(agenda) },
  }));
  await collected.list('meetings', scheduled);
  await collected.list(
    'meeting-history',
    Object.values(people).flatMap((person, place) => historyRecords(corpus, person, place)),
  );
  await collectRecordings(collected, corpus);
  await collected.list('phone-profile', [
    {
      ...{ id: subject.id, email: subject.email, extension_number: Number(subject.extension) },
      phone_numbers: [{ number: subject.number }],
    },
  ]);
  await collected.list(
    'phone-calls',
    Object.entries(people).flatMap(([key, person]) => callRecords(corpus, key, person)),
  );
  const left = voicemails.map(({ caller, content }, place) => ({
    ...{ id: `v${place}`, caller_name: people[caller]?.name, caller_number: people[caller]?.phone },
    ...{ callee_name: subject.name, callee_number: subject.extension, date_time: '2026-02-01T08:00:00Z' },
    transcription: { status: 2, content: sent(content), engine: 'zoom' },
  }));
  await collected.list('phone-voicemails', left);
}

function historyRecords({ subject }: Corpus, { name, email }: CorpusPerson, place: number): object[] {
  if (!email) return [];
  const row = { uuid: `h${place}`, start_time: '2026-01-01T00:00:00Z', topic: 'Weekly', source: 'Office' };
  return [{ ...row, user_name: name, user_email: email, host_name: subject.name }];
}

function callRecords({ subject }: Corpus, key: string, person: CorpusPerson): object[] {
  if (!person.phone) return [];
  const other = {
    ...{ caller_name: person.name, caller_did_number: person.phone, caller_email: person.email },
    ...{ caller_ext_number: person.extension, caller_ext_id: person.id },
  };
  const own = { callee_name: subject.name, callee_email: subject.email, callee_did_number: subject.number };
  return [{ call_element_id: `c-${key}`, call_id: `7${key}`, ...other, ...own, direction: 'inbound' }];
}

async function collectRecordings(collected: Collected, { subject, recordings, sent }: Corpus): Promise<void> {
  const records = recordings.map(({ topic, files }, number) => ({
    ...{
      uuid: `r${number}`,
      id: 86000000000 + number,
      host_id: subject.id,
      host_email: subject.email,
      topic,
    },
    recording_files: files.map(([file_type, file_extension], position) => ({
      ...{ id: `r${number}f${position}`, file_type, file_extension, status: 'completed' },
      ...{ recording_type: file_type.toLowerCase(), download_url: `https://files.example.com/${number}` },
    })),
  }));
  await collected.list('recordings', records);
  for (const [number, { files }] of recordings.entries()) {
    for (const [position, [type, extension, content]] of files.entries()) {
      const text = sent(content);
      await collected.file(
        'recordings',
        {
          rule: 'files',
          identity: `r${number}`,
          key: `r${number}|r${number}f${position}`,
        },
        {
          ...{ end: { kind: 'complete' }, calls: 1, kind: type.toLowerCase() },
          ...{ extension: extension.toLowerCase(), bytes: Buffer.byteLength(text) },
          sha256: createHash('sha256').update(text).digest('hex'),
        },
        text,
      );
    }
  }
}
