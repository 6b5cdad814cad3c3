import { z } from 'zod';
import { defineSource, keyOf, type VendorRecord } from '../../../src/contract/index.js';
import { callPeople } from './call-people.js';
import { callReferences } from './call-references.js';
import { phoneFlags, phoneLicence } from './phone-licence.js';
import { phoneCallColumns } from './phone-call-columns.js';
import { zoomOpened } from './earliest.js';

/** What both generations of the list have in common. */
const calls = {
  scopes: {
    granular: ['phone:read:list_call_logs', 'phone:read:list_call_logs:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_call_log:read', 'phone_call_log:read:admin'],
  },
  rateLimit: { family: 'phone', label: 'medium' },
  pages: { follow: 'token', size: 300 },
  window: {
    maxDays: 30,
    earliest: zoomOpened,
    lookBackMonths: 6,
    dateField: 'start_time',
    ifWider: 'not documented',
  },
} as const;

/**
 * Calls made and received. The current generation is `call_elements[]`; `call_logs[]` beside it is the
 * transitional copy of the same calls, and the older operation answers where the new one is refused.
 */
export const phoneCalls = defineSource({
  id: 'phone-calls',
  title: 'Your phone calls',
  category: 'Telephony',
  groups: ['phone', 'core'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/call-logs/GET/phone/users/{userId}/call_history',
  asks: [
    { endpoint: '/phone/users/{subject}/call_history', ...calls, list: callsOf },
    { endpoint: '/phone/users/{subject}/call_logs', ...calls, list: 'call_logs' },
  ],
  worthAsking: phoneLicence,
  licence: phoneFlags,
  references: callReferences,
  record: z.looseObject({ call_id: z.string() }),
  columns: phoneCallColumns,
  moment: ['start_time', 'date_time'],
  thirdParties: callPeople,
  recordId: ({ call_element_id, id }) => keyOf(call_element_id ?? id),
});

/** Elements, and those older entries whose call no element of the answer describes. */
function callsOf({ call_elements, call_logs, call_history }: VendorRecord): unknown {
  const elements = asRecords(call_elements);
  const entries = asRecords(call_logs ?? call_history);
  if (!elements || elements.length === 0) return call_logs ?? call_history ?? call_elements;
  const covered = new Set(elements.flatMap((element) => [element?.call_id, element?.call_history_uuid]));
  const isUncovered = (entry: VendorRecord | null) =>
    ![entry?.call_id, entry?.id, entry?.call_history_uuid].some(
      (key) => key !== undefined && covered.has(key),
    );
  return [...elements, ...(entries ?? []).filter(isUncovered)];
}

const asRecords = (list: unknown) => (Array.isArray(list) ? (list as (VendorRecord | null)[]) : undefined);
