import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { zoomOpened } from './earliest.js';
import { phoneFlags, phoneLicence } from './phone-licence.js';
import { smsOwners, smsPeople } from './sms-words.js';

/**
 * Conversations by text message. Without `filter_type` the list would name one only in the month of its last message,
 * and without `session_type` it would leave out those of call queues and receptions.
 */
export const phoneSms = defineSource({
  id: 'phone-sms',
  title: 'Your conversations by text message',
  category: 'Telephony',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/sms/GET/phone/users/{userId}/sms/sessions',
  asks: [
    {
      endpoint: '/phone/users/{subject}/sms/sessions',
      scopes: {
        granular: ['phone:read:list_sms_sessions', 'phone:read:list_sms_sessions:admin'],
        classic: ['phone:read', 'phone:read:admin', 'phone_sms:read', 'phone_sms:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 100 },
      query: [{ session_type: 'all', filter_type: 'sent_received_message_time' }],
      list: 'sms_sessions',
      window: {
        maxDays: 30,
        earliest: zoomOpened,
        dateField: 'last_access_time',
        dateMoves: true,
        ifWider: 'not documented',
      },
    },
  ],
  worthAsking: phoneLicence,
  licence: phoneFlags,
  limits: ['How far back Zoom keeps and tells text messages is not documented.'],
  record: z.looseObject({ session_id: z.string() }),
  recordId: ({ session_id }) => keyOf(session_id),
  columns: [
    { field: 'last_access_time', heading: 'Last message', kind: 'moment' },
    { field: 'participants.display_name', heading: 'Who took part' },
    { field: 'participants.phone_number', heading: 'Numbers' },
    { field: 'session_type', heading: 'Line', codes: smsOwners },
    { field: 'participants.owner.type', heading: 'Kind of line', codes: smsOwners, isDetail: true },
    { field: 'participants.is_session_owner', heading: 'Owns the conversation', isDetail: true },
    { field: 'participants.owner.id', heading: 'ID of the line', isDetail: true },
    { field: 'session_id', heading: 'Conversation ID', isDetail: true },
  ],
  thirdParties: smsPeople,
});
