import { defineSource } from '../../../src/contract/index.js';
import { callRecordingColumns, callRecordingWindow, phoneRecordings } from './phone-recordings.js';
import { namesInSharedLine, sharedLineColumns } from './shared-lines.js';

/** Recordings that call queues and shared devices keep, as far as they name the person; the rest is looked through. */
export const sharedRecordings = defineSource({
  ...phoneRecordings,
  id: 'shared-recordings',
  title: 'Recordings of shared phone lines that name you',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/recordings/GET/phone/recordings',
  forEach: [{ source: 'phone-profile' }],
  asks: [
    {
      endpoint: '/phone/recordings',
      scopes: {
        granular: ['phone:read:list_call_recordings:admin'],
        classic: ['phone:read:admin', 'phone_recording:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: [{ owner_type: 'callQueue' }, { owner_type: 'commonArea' }],
      list: 'recordings',
      window: callRecordingWindow,
    },
  ],
  made: undefined,
  worthAsking: undefined,
  licence: undefined,
  about: namesInSharedLine,
  limits: [
    'Zoom documents no list of the members of a queue or of a shared line; only recordings that name the person are in this report.',
    'How far back Zoom lists recordings of shared lines is not documented.',
  ],
  columns: [...sharedLineColumns, ...callRecordingColumns],
});
