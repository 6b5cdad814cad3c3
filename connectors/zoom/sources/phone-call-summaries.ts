import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';

/** What Zoom's assistant wrote about calls: one call for each call that names a summary. */
export const phoneCallSummaries = defineSource({
  id: 'phone-call-summaries',
  title: 'Summaries of your calls by the AI assistant',
  category: 'Telephony',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/call-logs/GET/phone/user/{userId}/ai_call_summary/{aiCallSummaryId}',
  forEach: [
    {
      source: 'phone-calls',
      where: ({ ai_call_summary_id }) => (textOf(ai_call_summary_id) ?? '') !== '',
    },
  ],
  asks: [
    {
      // "user" without an s, as the document has it.
      endpoint: '/phone/user/{subject}/ai_call_summary/{summary}',
      scopes: {
        granular: ['phone:read:ai_call_summary', 'phone:read:ai_call_summary:admin'],
        classic: ['phone:read', 'phone:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'medium' },
      values: ({ parent }) => {
        const summary = textOf(parent?.ai_call_summary_id);
        return summary === undefined ? undefined : { summary };
      },
      expect: ({ ai_call_summary_id }) => textOf(ai_call_summary_id) !== undefined,
    },
  ],
  limits: [
    'Zoom documents the summary of a call only in the list by which programs keep up to date; a summary is in this report where the list of calls names it as well.',
  ],
  record: z.looseObject({ ai_call_summary_id: z.string() }),
  recordId: ({ ai_call_summary_id }) => keyOf(ai_call_summary_id),
  columns: [
    { field: 'created_time', heading: 'Written', kind: 'moment' },
    { field: 'call_summary', heading: 'Summary' },
    { field: 'next_steps', heading: 'Next steps' },
    { field: 'detailed_summary', heading: 'In detail' },
    { field: 'edited', heading: 'Changed by hand' },
    { field: 'modified_time', heading: 'Changed', kind: 'moment', isDetail: true },
    {
      field: 'call_summary_rate',
      heading: 'Rated',
      codes: { thumb_up: 'Good', thumb_down: 'Bad' },
      isDetail: true,
    },
    { field: 'transcript_language', heading: 'Language of the call', isDetail: true },
    { field: 'call_id', heading: 'Call ID', isDetail: true },
    { field: 'ai_call_summary_id', heading: 'ID of the summary', isDetail: true },
  ],
  moment: 'created_time',
});
