import { textOf, type Operation, type VendorRecord } from '../../../src/contract/index.js';
import { uuidOf } from './meeting-parents.js';

const list = 'participants';
const pages = { follow: 'token', size: 300 } as const;
const query = { include_fields: 'registrant_id' };

/**
 * The three operations that tell who took part, the richest first: with address and device (Business, Dashboard), the
 * report (Pro), and the one with the longest reach. The first two leave meetings of one person to `pastOne`, and their
 * dates are those of their documents; the report states none but refuses "a year ago".
 */
export const participantOperations: [Operation, Operation, Operation] = [
  {
    endpoint: '/metrics/meetings/{uuid}/participants',
    values: uuidOf,
    query: ({ parent = {} }) => [{ type: isAlone(parent) ? 'pastOne' : 'past', ...query }],
    scopes: {
      granular: ['dashboard:read:list_meeting_participants:admin'],
      classic: ['dashboard_meetings:read:admin', 'dashboard:read:admin'],
    },
    rateLimit: { family: 'main', label: 'heavy' },
    ...{ pages, list },
    reach: { months: 6, dateField: 'start_time' },
  },
  {
    endpoint: '/report/meetings/{uuid}/participants',
    values: uuidOf,
    query: [query],
    scopes: { granular: ['report:read:list_meeting_participants:admin'], classic: ['report:read:admin'] },
    rateLimit: { family: 'main', label: 'heavy' },
    ...{ pages, list },
    reach: { months: 12, dateField: 'start_time' },
  },
  {
    endpoint: '/past_meetings/{uuid}/participants',
    values: uuidOf,
    scopes: {
      granular: ['meeting:read:list_past_participants', 'meeting:read:list_past_participants:admin'],
      classic: ['meeting:read', 'meeting:read:admin'],
    },
    rateLimit: { family: 'main', label: 'medium' },
    ...{ pages, list },
    reach: { months: 15, dateField: 'start_time' },
  },
];

const isAlone = ({ participants_count }: VendorRecord) => textOf(participants_count) === '1';
