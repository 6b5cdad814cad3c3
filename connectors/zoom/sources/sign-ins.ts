import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { reportScopes, reportWindow } from './account-reports.js';
import { aboutBy, isAddressOf } from './is-subject.js';

/**
 * Sign-ins and sign-outs. The report is about everybody of the account: of it only the person's rows are kept. It states
 * no total and no largest page; the page is the largest that the guide to pages names.
 */
export const signIns = defineSource({
  id: 'sign-ins',
  title: 'Your sign-ins and sign-outs',
  groups: ['reports'],
  category: 'Sign-ins and administration',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/activities',
  asks: [
    {
      endpoint: '/report/activities',
      scopes: reportScopes('report:read:user_activities:admin'),
      rateLimit: { family: 'main', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
      list: 'activity_logs',
      window: reportWindow('time', 6),
    },
  ],
  record: z.looseObject({ email: z.string(), time: z.string() }),
  recordId: ({ client_type, email, ip_address, time, type }) =>
    keyOf(client_type, email, ip_address, time, type),
  about: ({ email }, { subject }) => aboutBy(isAddressOf(subject, email), email),
  limits: [
    'The report names people by their e-mail address of that time: sign-ins under an address that nobody told us are not found.',
  ],
  columns: [
    { field: 'time', heading: 'When', kind: 'moment' },
    { field: 'type', heading: 'What', codes: { 'Sign in': 'Signed in', 'Sign out': 'Signed out' } },
    { field: 'client_type', heading: 'With' },
    { field: 'ip_address', heading: 'Network address' },
    { field: 'version', heading: 'Version of the program' },
    { field: 'email', heading: 'Address used', isDetail: true },
  ],
  subjectFields: [{ email: 'email' }],
});
