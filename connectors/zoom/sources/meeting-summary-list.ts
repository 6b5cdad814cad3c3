import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { zoomOpened } from './earliest.js';
import { aboutBy, isAddressOf, isIdOf } from './is-subject.js';

import { medium } from './meeting-scopes.js';

/**
 * The account's list of summaries, looked through for meetings the person hosted: it also knows those of meetings no other list
 * has any more. The document states no longest span; by the time of making, because a summary can be made later.
 */
export const meetingSummaryList = defineSource({
  id: 'meeting-summary-list',
  title: 'Summaries of your meetings that Zoom has',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/summaries/GET/meetings/meeting_summaries',
  limits: [
    'The list names the host alone, so summaries that were shared with the person by other hosts are not found.',
    'How far back Zoom lists summaries is not documented.',
  ],
  asks: [
    {
      endpoint: '/meetings/meeting_summaries',
      scopes: { granular: ['meeting:read:list_summaries:admin'], classic: ['meeting_summary:read:admin'] },
      rateLimit: medium,
      pages: { follow: 'token', size: 300 },
      query: [{ time_filter_field: 'summary_created_time' }],
      list: 'summaries',
      window: {
        maxDays: 90,
        earliest: zoomOpened,
        dateField: 'summary_created_time',
        ifWider: 'not documented',
        format: 'moment',
      },
    },
  ],
  record: z.looseObject({ meeting_uuid: z.string() }),
  recordId: ({ meeting_uuid, summary_start_time }) => keyOf(meeting_uuid, summary_start_time),
  about: ({ meeting_host_id, meeting_host_email }, { subject }) =>
    aboutBy(
      isIdOf(subject, meeting_host_id) || isAddressOf(subject, meeting_host_email),
      ...[meeting_host_id, meeting_host_email],
    ),
  columns: [
    { field: 'summary_created_time', heading: 'Written', kind: 'moment' },
    { field: 'meeting_topic', heading: 'Topic' },
    { field: 'meeting_start_time', heading: 'Meeting began', kind: 'moment' },
    { field: 'meeting_end_time', heading: 'Meeting ended', kind: 'moment', isDetail: true },
    { field: 'summary_start_time', heading: 'Covers from', kind: 'moment', isDetail: true },
    { field: 'summary_end_time', heading: 'Covers to', kind: 'moment', isDetail: true },
    { field: 'summary_last_modified_time', heading: 'Changed', kind: 'moment', isDetail: true },
    { field: 'meeting_host_email', heading: 'Host', isDetail: true },
    { field: 'meeting_host_id', heading: 'User ID of the host', isDetail: true },
    { field: 'meeting_id', heading: 'Meeting ID', isDetail: true },
    { field: 'meeting_uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  thirdParties: [{ id: 'meeting_host_id', email: 'meeting_host_email' }],
});
