import { createHash } from 'node:crypto';
import type { Collected } from '../../../../support/collected.js';
import { plainOf } from './marked-text.js';
import { people, subject, type CorpusPerson } from './people.js';
import { captions, chat, summary, topics } from './texts.js';

/** Sources the corpus fills, in report order. */
export const corpusSources = [
  ...['user', 'meetings', 'meeting-history', 'recordings', 'phone-profile', 'phone-settings', 'phone-calls'],
];

/** Writes the corpus into a collection as a vendor's answers would stand there. */
export async function collectCorpus(collected: Collected): Promise<void> {
  await collected.list('user', [
    {
      ...{
        id: subject.id,
        email: subject.email,
        display_name: subject.name,
        first_name: 'Alex',
        last_name: 'Demo',
      },
      ...{ manager: people.blair?.email, jid: `${subject.id.toLowerCase()}@chat.example.com` },
      phone_numbers: [{ country: 'DE', code: '+49', number: '3055501234' }],
    },
  ]);
  await collected.list('meetings', meetingRecords());
  await collected.list('meeting-history', Object.values(people).map(historyRecord));
  await collectRecording(collected);
  await collected.list('phone-profile', [
    {
      id: subject.id,
      email: subject.email,
      extension_number: Number(subject.extension),
      phone_numbers: [{ number: subject.number }],
    },
  ]);
  await collected.list('phone-settings', [
    {
      delegation: {
        assistants: [
          {
            id: 'as1',
            display_name: 'Blair Office',
            extension_id: people.blair?.id,
            extension_number: 10001002,
          },
        ],
      },
      desk_phone: { devices: [{ display_name: "Alex's desk phone" }] },
    },
  ]);
  await collected.list('phone-calls', Object.entries(people).flatMap(callRecords));
}

function meetingRecords(): object[] {
  return topics.map((topic, place) => ({
    uuid: `m${place}`,
    id: 85212345678 + place,
    host_id: subject.id,
    topic: plainOf(topic),
  }));
}

function historyRecord({ name, email }: CorpusPerson, place: number): object {
  const row = { uuid: `h${place}`, start_time: '2026-01-01T00:00:00Z', topic: 'Weekly', source: 'Office' };
  return { ...row, user_name: name, host_name: name, user_email: email ?? '' };
}

function callRecords([key, { name, phone, extension, email }]: [string, CorpusPerson]): object[] {
  if (!phone) return [];
  const other = {
    caller_name: name,
    caller_did_number: phone,
    caller_ext_number: extension,
    caller_email: email,
  };
  const own = { callee_name: subject.name, callee_email: subject.email, callee_did_number: subject.number };
  return [{ call_element_id: `c-${key}`, call_id: `7${key}`, ...other, ...own, direction: 'inbound' }];
}

async function collectRecording(collected: Collected): Promise<void> {
  const texts: [string, string, string][] = [
    ['TRANSCRIPT', 'VTT', plainOf(captions)],
    ['CHAT', 'TXT', plainOf(chat)],
    ['SUMMARY', 'JSON', plainOf(JSON.stringify(summary, null, 1))],
    [
      'CSV',
      'CSV',
      'Poll Report\r\nUser Name,Email,Answer\r\nGreta Lindqvist,greta@example.org,Yes\r\nQuinn,quinn@example.org,No\r\n',
    ],
    ['MP4', 'MP4', 'moving pictures'],
  ];
  const recording_files = texts.map(([file_type, file_extension], place) => ({
    ...{
      id: `f${place}`,
      file_type,
      file_extension,
      recording_type: file_type.toLowerCase(),
      status: 'completed',
    },
    download_url: `https://files.example.com/${place}?access_token=S3CRETtoken`,
  }));
  const record = {
    ...{
      uuid: 'r1',
      id: 1,
      host_id: subject.id,
      host_email: subject.email,
      topic: 'Weekly',
      recording_files,
    },
    participant_audio_files: [{ id: 'p1', file_name: 'Audio only - Dana Whitfield' }],
  };
  await collected.list('recordings', [record]);
  for (const [position, [kind, extension, content]] of texts.entries())
    await collected.file(
      'recordings',
      { rule: 'files', identity: 'r1', key: `r1|f${position}` },
      {
        ...{
          end: { kind: 'complete' },
          calls: 1,
          kind: kind.toLowerCase(),
          extension: extension.toLowerCase(),
        },
        bytes: Buffer.byteLength(content),
        sha256: createHash('sha256').update(content).digest('hex'),
      },
      content,
    );
}
