import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { reportScopes, reportWindow, tooOld } from './account-reports.js';
import { aboutBy, isAddressOf, isNamedIn } from './is-subject.js';

/** What the document names as categories of operations. */
const categories = {
  user: 'Users',
  user_settings: 'Settings of users',
  account: 'Account',
  billing: 'Billing',
  im: 'Chat',
  recording: 'Recordings',
  phone_contacts: 'Phone contacts',
  webinar: 'Webinars',
  sub_account: 'Sub-accounts',
  role: 'Roles',
  zoom_rooms: 'Zoom Rooms',
};

/**
 * What the person changed in the account, and what others changed that names the person; the rest is looked through. Changes of one's
 * own settings are not in it: https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0067251
 */
export const operationLogs = defineSource({
  id: 'operation-logs',
  title: 'Changes made by you, or that name you',
  groups: ['reports'],
  category: 'Sign-ins and administration',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/operationlogs',
  asks: [
    {
      endpoint: '/report/operationlogs',
      scopes: reportScopes('report:read:operation_logs:admin'),
      rateLimit: { family: 'main', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
      list: 'operation_logs',
      window: reportWindow('time'),
      failures: tooOld,
    },
  ],
  record: z.looseObject({ operator: z.string(), time: z.string() }),
  recordId: ({ action, operation_detail, operator, time }) => keyOf(action, operation_detail, operator, time),
  about: ({ operator, operation_detail }, { subject }) =>
    aboutBy(isAddressOf(subject, operator) || isNamedIn(subject, operation_detail), operator),
  limits: [
    'The log tells in free text who was concerned: changes that name a person otherwise than by e-mail address or user ID are not found.',
    'Changes that people make to their own settings are not in this log.',
    'Zoom does not say how far back this log goes.',
  ],
  columns: [
    { field: 'time', heading: 'When', kind: 'moment' },
    { field: 'operator', heading: 'Who' },
    { field: 'category_type', heading: 'Where', codes: categories },
    { field: 'action', heading: 'What' },
    { field: 'operation_detail', heading: 'In words' },
  ],
  thirdParties: [{ email: 'operator' }],
});
