import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';

/**
 * Meetings and webinars that took place, hosted or attended. It is the only list with instant, one-person and
 * joined meetings. `pastJoined` comes first because its rows also tell when the person joined: a row without
 * that time that says nothing else is a poorer copy of one that has it.
 */
export const meetingHistory = defineSource({
  id: 'meeting-history',
  title: 'Meetings and webinars you hosted or attended',
  category: 'Meetings and webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/users/{userId}/meetings',
  endpoint: '/report/users/{subject}/meetings',
  scopes: { granular: ['report:read:user:admin'], classic: ['report:read:admin'] },
  rateLimit: { family: 'main', label: 'heavy' },
  pages: 'token',
  pageSize: 300,
  query: [{ type: 'pastJoined' }, { type: 'past' }, { type: 'pastOne' }],
  window: { maxDays: 30, lookBackMonths: 6, dateField: 'start_time', ifWider: 'not documented' },
  list: 'meetings',
  record: z.looseObject({ uuid: z.string(), start_time: z.string() }),
  // The document does not say that the two are one person: host of the row, and user of the row.
  thirdParties: [{ name: 'user_name', email: 'user_email' }, { name: 'host_name' }],
  keepsDifferingCopies: true,
  recordId: ({ uuid, join_time }) => {
    const meeting = keyOf(uuid);
    const attendance = textOf(join_time) && keyOf(uuid, join_time);
    return meeting && attendance ? [attendance, meeting] : meeting;
  },
});
