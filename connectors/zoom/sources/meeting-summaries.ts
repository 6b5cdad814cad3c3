import { z } from 'zod';
import { defineSource, keyOf, textOf, type VendorRecord } from '../../../src/contract/index.js';
import { light } from './meeting-scopes.js';

const uuidIn = ({ meeting_uuid, uuid }: VendorRecord) => textOf(meeting_uuid) ?? textOf(uuid);

/** What Zoom's assistant wrote about the person's meetings, whole; where only the list of the account or only the meeting tells of it, too. */
export const meetingSummaries = defineSource({
  id: 'meeting-summaries',
  title: 'Summaries of your meetings by Zoom’s assistant',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/summaries/GET/meetings/{meetingId}/meeting_summary',
  limits: ['Meetings with end-to-end encryption have no summary; one in the trash cannot be read.'],
  forEach: [
    { source: 'meeting-summary-list' },
    {
      source: 'past-meetings',
      where: ({ has_meeting_summary }) =>
        typeof has_meeting_summary === 'boolean' ? has_meeting_summary : undefined,
    },
  ],
  asks: [
    {
      endpoint: '/meetings/{uuid}/meeting_summary',
      values: ({ parent = {} }) => {
        const uuid = uuidIn(parent);
        return uuid === undefined ? undefined : { uuid };
      },
      scopes: {
        granular: ['meeting:read:summary', 'meeting:read:summary:admin'],
        classic: ['meeting_summary:read', 'meeting_summary:read:admin'],
      },
      rateLimit: light,
    },
  ],
  record: z.looseObject({ meeting_uuid: z.string() }),
  recordId: ({ meeting_uuid, summary_start_time }) => keyOf(meeting_uuid, summary_start_time),
  columns: [
    { field: 'meeting_start_time', heading: 'Meeting began', kind: 'moment' },
    { field: ['summary_title', 'meeting_topic'], heading: 'Title' },
    { field: ['summary_content', 'summary_overview'], heading: 'Summary' },
    { field: 'next_steps', heading: 'Next steps' },
    { field: 'summary_details.label', heading: 'Part', isDetail: true },
    { field: 'summary_details.summary', heading: 'Words of the part', isDetail: true },
    { field: 'edited_summary.summary_overview', heading: 'Overview as somebody changed it', isDetail: true },
    { field: 'edited_summary.summary_details', heading: 'Parts as somebody changed them', isDetail: true },
    { field: 'edited_summary.next_steps', heading: 'Next steps as somebody changed them', isDetail: true },
    { field: 'summary_created_time', heading: 'Written', kind: 'moment', isDetail: true },
    { field: 'summary_last_modified_time', heading: 'Changed', kind: 'moment', isDetail: true },
    { field: 'summary_last_modified_user_email', heading: 'Changed by', isDetail: true },
    { field: 'meeting_end_time', heading: 'Meeting ended', kind: 'moment', isDetail: true },
    { field: 'summary_doc_url', heading: 'Address of the document', isDetail: true },
    { field: 'meeting_host_email', heading: 'Host', isDetail: true },
    { field: 'meeting_id', heading: 'Meeting ID', isDetail: true },
    { field: 'meeting_uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: ['meeting_start_time', 'summary_created_time'],
  thirdParties: [
    { id: 'meeting_host_id', email: 'meeting_host_email' },
    { id: 'summary_last_modified_user_id', email: 'summary_last_modified_user_email' },
  ],
});
