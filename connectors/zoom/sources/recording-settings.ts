import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { uuidOf } from './meeting-parents.js';
import { light, recordingScopesOf } from './meeting-scopes.js';

const shared = {
  publicly: 'For everybody with the link',
  internally: 'Inside the company',
  none: 'Not shared',
};

/** Who may see each recording, and when Zoom deletes it. */
export const recordingSettings = defineSource({
  id: 'recording-settings',
  title: 'Who may see your recordings',
  category: 'Recordings and transcripts',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings/settings',
  forEach: [{ source: 'recordings', carry: ['uuid', 'id', 'start_time'] }],
  asks: [
    {
      endpoint: '/meetings/{uuid}/recordings/settings',
      values: uuidOf,
      scopes: recordingScopesOf('recording_settings'),
      rateLimit: light,
    },
  ],
  record: z.looseObject({ topic: z.string() }),
  recordId: ({ uuid }) => keyOf(uuid),
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'share_recording', heading: 'Shared', codes: shared },
    { field: 'viewer_download', heading: 'May be downloaded' },
    { field: 'on_demand', heading: 'Only after registration' },
    { field: 'recording_authentication', heading: 'Only after signing in', isDetail: true },
    { field: 'authentication_domains', heading: 'Only for these domains', isDetail: true },
    {
      field: 'approval_type',
      heading: 'Who lets people in',
      codes: { 0: 'Everybody is let in', 1: 'The host', 2: 'No registration' },
      isDetail: true,
    },
    { field: 'auto_delete', heading: 'Deleted automatically', isDetail: true },
    { field: 'auto_delete_date', heading: 'Zoom deletes it on', isDetail: true },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: 'start_time',
  secrets: ['password'],
});
