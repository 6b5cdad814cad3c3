import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { uuidOf } from './meeting-parents.js';
import { medium } from './meeting-scopes.js';
import { peopleInFiles } from './people-in-files.js';

/** Whether Zoom has a transcript beside each recording, and why not; the file where it may be had. */
export const meetingTranscripts = defineSource({
  id: 'meeting-transcripts',
  title: 'Transcripts of your meetings',
  category: 'Recordings and transcripts',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/transcript',
  limits: [
    'Most transcripts stand among the files of the recording; this is what Zoom tells of them beside it.',
  ],
  forEach: [{ source: 'recordings', carry: ['uuid', 'start_time'] }],
  asks: [
    {
      endpoint: '/meetings/{uuid}/transcript',
      values: uuidOf,
      scopes: {
        granular: [
          'cloud_recording:read:meeting_transcript',
          'cloud_recording:read:meeting_transcript:admin',
        ],
        classic: ['recording:read', 'recording:read:admin'],
      },
      rateLimit: medium,
    },
  ],
  record: z.looseObject({ meeting_id: z.string() }),
  recordId: ({ meeting_id, uuid }) => keyOf(meeting_id ?? uuid),
  attachments: [
    {
      id: 'transcript',
      list: ({ meeting_id, download_url }) =>
        textOf(download_url) === undefined
          ? []
          : [
              {
                key: textOf(meeting_id) ?? 'transcript',
                kind: 'transcript',
                url: textOf(download_url),
                extension: 'vtt',
              },
            ],
      kinds: { transcript: 'Transcript' },
      people: peopleInFiles,
    },
  ],
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'meeting_topic', heading: 'Topic' },
    { field: 'can_download', heading: 'Can be had' },
    {
      field: 'download_restriction_reason',
      heading: 'Why not',
      codes: {
        DELETED_OR_TRASHED: 'Deleted',
        UNSUPPORTED: 'Of a kind that cannot be downloaded',
        NO_TRANSCRIPT_DATA: 'Nothing was written down',
        NOT_READY: 'Zoom is still making it',
      },
    },
    { field: 'transcript_created_time', heading: 'Made', kind: 'moment' },
    { field: 'auto_delete_date', heading: 'Zoom deletes it on', isDetail: true },
    { field: 'auto_delete', heading: 'Deleted automatically', isDetail: true },
    { field: 'host_id', heading: 'User ID of the host', isDetail: true },
    { field: 'account_id', heading: 'Account ID', isDetail: true },
    { field: 'meeting_id', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: ['transcript_created_time', 'start_time'],
  thirdParties: [{ id: 'host_id' }],
  secrets: ['download_url?*'],
});
