import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { firstRecordings } from './earliest.js';
import { isAddressOf } from './is-subject.js';
import { uuidOf } from './meeting-parents.js';
import { heavy, recordingScopesOf } from './meeting-scopes.js';

/**
 * Who watched or downloaded each recording, in windows of a month since the day it was made. The document names no rate label, so the
 * strictest that fits is kept.
 */
export const recordingViews = defineSource({
  id: 'recording-views',
  title: 'Who watched your recordings',
  category: 'Recordings and transcripts',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/GET/meetings/{meetingId}/recordings/analytics_details',
  limits: ['People who watched without signing in are not named.'],
  forEach: [{ source: 'recordings', carry: ['uuid', 'topic', 'start_time'] }],
  asks: [
    {
      endpoint: '/meetings/{uuid}/recordings/analytics_details',
      values: uuidOf,
      query: [{ type: 'by_view' }, { type: 'by_download' }],
      scopes: { ...recordingScopesOf('recording_analytics_details'), classic: [] },
      rateLimit: heavy,
      pages: { follow: 'token', size: 300 },
      list: 'analytics_details',
      window: {
        maxDays: 30,
        earliest: firstRecordings,
        dateField: 'date_time',
        ifWider: 'not documented',
        within: ({ start_time }) => ({ from: textOf(start_time) }),
      },
    },
  ],
  record: z.looseObject({ date_time: z.string() }),
  recordId: ({ uuid, date_time, email, name, seen }) => keyOf(textOf(email) ?? name, date_time, uuid, seen),
  label: ({ type }) => ({ seen: type === 'by_download' ? 'downloaded' : 'watched' }),
  about: ({ email }, { subject }) => (isAddressOf(subject, email) ? 'subject' : 'others'),
  columns: [
    { field: 'date_time', heading: 'When', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'seen', heading: 'How', codes: { watched: 'Watched', downloaded: 'Downloaded' } },
    { field: 'name', heading: 'Who' },
    { field: 'email', heading: 'E-mail' },
    { field: 'duration', heading: 'Watched for', kind: 'seconds' },
    { field: 'start_time', heading: 'Recording began', kind: 'moment', isDetail: true },
    { field: 'uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  thirdParties: [{ name: 'name', email: 'email' }],
});
