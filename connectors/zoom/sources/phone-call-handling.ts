import { z } from 'zod';
import {
  defineSource,
  isVendorRecord,
  textOf,
  type Given,
  type Query,
  type VendorRecord,
} from '../../../src/contract/index.js';

/** What becomes of calls in business hours, in closed hours, on each holiday and in each break, which the settings name. */
export const phoneCallHandling = defineSource({
  id: 'phone-call-handling',
  title: 'What becomes of your calls',
  category: 'Telephony',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/users/GET/phone/users/{userId}/call_handling/settings',
  forEach: [{ source: 'phone-settings' }],
  asks: [
    {
      endpoint: '/phone/users/{subject}/call_handling/settings',
      scopes: {
        granular: ['phone:read:user_call_handling_setting', 'phone:read:user_call_handling_setting:admin'],
        classic: ['phone:read', 'phone:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'light' },
      query: hoursOf,
      // A break or holiday that is gone since the settings were read.
      failures: [{ code: [15101, 15102], then: { do: 'accept-as-empty' } }],
    },
  ],
  label: ({ hour_type, holiday_hour_id, break_hour_id }) => ({
    hour_type,
    ...(holiday_hour_id && { holiday_hour_id }),
    ...(break_hour_id && { break_hour_id }),
  }),
  record: z.looseObject({}),
  recordId: (_record, { hour_type = '', holiday_hour_id = '', break_hour_id = '' }) =>
    `${hour_type}|${holiday_hour_id}${break_hour_id}`,
  columns: [
    {
      field: 'hour_type',
      heading: 'When',
      codes: {
        business_hours: 'Business hours',
        closed_hours: 'Closed hours',
        holiday_hours: 'Holiday',
        break_hours: 'Break',
      },
    },
    {
      field: 'call_handling_setting.busy_on_another_call_action',
      heading: 'When busy',
      codes: {
        call_waiting: 'The call waits',
        forward_to_voicemail: 'To voicemail',
        play_message_then_disconnect: 'A message, then the end',
        play_busy_signal: 'Busy signal',
        forward_to_extension: 'To another extension',
        forward_to_external_contact: 'To a contact outside',
        forward_to_external_number: 'To a number outside',
      },
    },
    {
      field: 'call_handling_setting.call_not_answer_action',
      heading: 'When not answered',
      codes: {
        forward_to_voicemail: 'To voicemail',
        forward_to_extension: 'To another extension',
        forward_to_external_contact: 'To a contact outside',
        forward_to_external_number: 'To a number outside',
        play_message_then_disconnect: 'A message, then the end',
        disconnect: 'The end',
      },
    },
    { field: 'call_forward_settings.phone_number', heading: 'Forwarded to' },
    {
      field: 'call_forward_settings.phone_number_description',
      heading: 'What number that is',
      isDetail: true,
    },
    {
      field: 'call_distribution_setting.ring_mode',
      heading: 'Devices ring',
      codes: { simultaneous: 'All at once', sequential: 'One after the other' },
      isDetail: true,
    },
  ],
  thirdParties: [
    {
      name: 'external_contact_name',
      email: 'external_contact_email',
      phone: 'phone_numbers',
      id: 'external_contact_id',
    },
    ...['operator_extension', 'forward_to_extension'].map((holder) => ({
      ...{ in: holder, name: 'extension_name', phone: 'extension_number', id: 'extension_id' },
    })),
    { phone: 'forward_phone_number' },
  ],
});

function hoursOf({ parent }: Given): Query[] {
  return [
    { hour_type: 'business_hours' },
    { hour_type: 'closed_hours' },
    ...idsOf(parent, 'holiday_hours', 'holiday_id').map((id) => ({
      ...{ hour_type: 'holiday_hours', holiday_hour_id: id },
    })),
    ...idsOf(parent, 'break_hours', 'break_hour_id').map((id) => ({
      ...{ hour_type: 'break_hours', break_hour_id: id },
    })),
  ];
}

function idsOf(settings: VendorRecord | undefined, list: string, field: string): string[] {
  const held = settings?.[list];
  return Array.isArray(held) ? held.filter(isVendorRecord).flatMap((one) => textOf(one[field]) ?? []) : [];
}
