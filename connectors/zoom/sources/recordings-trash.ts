import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { peopleInFiles } from './people-in-files.js';
import { recordingFiles } from './recording-files.js';
import { recordingColumns, recordingKinds } from './recording-words.js';
import { recordingPeople, recordingScopes, recordingSecrets } from './recordings.js';

/**
 * Cloud recordings in the trash: whole meetings and single files, kept 30 days. The trash takes no dates.
 * Several rows may name one meeting, each with other files, so a row is known by its files too.
 */
export const recordingsTrash = defineSource({
  id: 'recordings-trash',
  title: 'Your deleted cloud recordings',
  category: 'Recordings and transcripts',
  groups: ['recordings', 'core'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/users/{userId}/recordings',
  asks: [
    {
      endpoint: '/users/{subject}/recordings',
      scopes: recordingScopes,
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: [
        { trash: 'true', trash_type: 'meeting_recordings' },
        { trash: 'true', trash_type: 'recording_file' },
      ],
      list: 'meetings',
    },
  ],
  label: ({ trash_type }) => ({ trash_type }),
  record: z.looseObject({ uuid: z.string(), recording_files: z.array(z.looseObject({})).nullish() }),
  recordId: (recording, { trash_type }) => {
    const files = recordingFiles(recording).map((file) => file.key);
    return keyOf(recording.uuid, trash_type, ...files.sort());
  },
  attachments: [
    {
      ...{ id: 'files', list: recordingFiles, kinds: recordingKinds },
      ...{ mayBeRefused: true, people: peopleInFiles },
    },
  ],
  columns: [
    ...recordingColumns,
    {
      field: 'trash_type',
      heading: 'What was deleted',
      codes: { meeting_recordings: 'The whole recording', recording_file: 'Single files' },
    },
  ],
  moment: 'start_time',
  thirdParties: recordingPeople,
  secrets: recordingSecrets,
});
