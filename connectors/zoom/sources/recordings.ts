import { z } from 'zod';
import { defineSource, keyOf, textOf, type Given } from '../../../src/contract/index.js';
import { firstRecordings } from './earliest.js';
import { peopleInFiles } from './people-in-files.js';
import { isRecordingShort, recordingClaims } from './recording-claims.js';
import { filesAtZoom, filesOnPremise } from './recording-files.js';
import { recordingColumns, recordingKinds } from './recording-words.js';

/** Fields of a recording that open it for whoever holds them. */
export const recordingSecrets = [
  'password',
  'recording_play_passcode',
  'download_access_token',
  'share_url',
  'play_url',
  'download_url?*',
];

/** Who hosted a recorded meeting; it can be somebody else whose recordings were handed over. */
export const recordingPeople = [{ id: 'host_id', email: 'host_email' }];

/** The scopes of the list and of what is read again from it. */
export const recordingScopes = {
  granular: [
    'cloud_recording:read:list_user_recordings',
    'cloud_recording:read:list_user_recordings:admin',
    'cloud_recording:read:list_user_recordings:master',
  ],
  classic: ['recording:read', 'recording:read:admin'],
};

/** The operation that has all files of one recording, also the sound of single participants. */
const recordingOfMeeting = {
  endpoint: '/meetings/{uuid}/recordings',
  scopes: {
    granular: [
      'cloud_recording:read:list_recording_files',
      'cloud_recording:read:list_recording_files:admin',
      'cloud_recording:read:list_recording_files:master',
    ],
    classic: ['recording:read', 'recording:read:admin', 'phone_recording:read:admin'],
  },
  rateLimit: { family: 'main', label: 'light' },
  values: ({ parent }: Given) => {
    const uuid = textOf(parent?.uuid);
    return uuid === undefined ? undefined : { uuid };
  },
};

/**
 * Recordings the person hosted, in the cloud and (`mc`) of the company's own Meeting Connectors, with all their
 * files. Zoom cuts a wider span silently to about the last month and answers only for today when no dates are
 * given. A recording that states more files than the list shows is asked by itself.
 */
export const recordings = defineSource({
  id: 'recordings',
  title: 'Your cloud recordings',
  category: 'Recordings and transcripts',
  groups: ['recordings', 'core'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/users/{userId}/recordings',
  asks: [
    {
      endpoint: '/users/{subject}/recordings',
      scopes: recordingScopes,
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: [{}, { mc: 'true' }],
      mayLackLicence: ({ mc }) => mc !== undefined,
      list: 'meetings',
      window: { maxDays: 30, earliest: firstRecordings, dateField: 'start_time', ifWider: 'cut' },
    },
  ],
  record: z.looseObject({ uuid: z.string(), recording_files: z.array(z.looseObject({})).nullish() }),
  recordId: ({ uuid }) => keyOf(uuid),
  details: [
    {
      id: 'files',
      ...recordingOfMeeting,
      where: isRecordingShort,
      expect: ({ uuid, recording_files }) => textOf(uuid) !== undefined || Array.isArray(recording_files),
    },
  ],
  claims: recordingClaims,
  attachments: [
    { id: 'files', list: filesAtZoom, kinds: recordingKinds, people: peopleInFiles },
    { id: 'on-premise', list: filesOnPremise, kinds: recordingKinds, mayBeRefused: true },
  ],
  thirdParties: recordingPeople,
  reread: recordingOfMeeting,
  columns: recordingColumns,
  secrets: recordingSecrets,
});
