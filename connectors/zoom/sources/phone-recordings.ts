import { z } from 'zod';
import { defineSource, keyOf, textOf, type VendorRecord } from '../../../src/contract/index.js';
import { callPeople, peopleInCallTranscripts } from './call-people.js';
import { phoneLicence } from './phone-licence.js';

const classic = ['phone:read', 'phone:read:admin', 'phone_recording:read', 'phone_recording:read:admin'];

/** Recordings of phone calls, with their audio and, where Zoom names one, their transcript. */
export const phoneRecordings = defineSource({
  id: 'phone-recordings',
  title: 'Recordings of your phone calls',
  category: 'Telephony',
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/recordings/GET/phone/users/{userId}/recordings',
  endpoint: '/phone/users/{subject}/recordings',
  scopes: { granular: ['phone:read:list_recordings', 'phone:read:list_recordings:admin'], classic },
  rateLimit: { family: 'phone', label: 'medium' },
  when: phoneLicence,
  pages: 'token',
  pageSize: 300,
  window: { maxDays: 30, lookBackMonths: 6, dateField: 'date_time', ifWider: 'not documented' },
  list: 'recordings',
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  attachments: [
    {
      id: 'audio',
      list: (record) => [fileOf(record, 'recording', record.download_url, 'mp3')],
      scopes: { granular: ['phone:read:call_recording', 'phone:read:call_recording:admin'], classic },
      rateLimit: { family: 'phone', label: 'medium' },
    },
    {
      id: 'transcript',
      list: (record) =>
        record.transcript_download_url
          ? [fileOf(record, 'transcript', record.transcript_download_url, 'json')]
          : [],
      scopes: {
        granular: ['phone:read:recording_transcript', 'phone:read:recording_transcript:admin'],
        classic,
      },
      rateLimit: { family: 'phone', label: 'light' },
      people: peopleInCallTranscripts,
    },
  ],
  thirdParties: callPeople,
  secrets: ['download_url?*', 'transcript_download_url?*'],
});

function fileOf(record: VendorRecord, kind: string, address: unknown, extension: string) {
  return { key: keyOf(record.id ?? address, kind) ?? kind, kind, url: textOf(address), extension };
}
