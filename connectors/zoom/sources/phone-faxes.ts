import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { zoomOpened } from './earliest.js';

const lines = {
  user: 'Own line',
  callQueue: 'Call queue',
  autoReceptionist: 'Reception',
  commonArea: 'Shared device',
  sharedLineGroup: 'Shared line',
};
const devices = {
  client: 'Zoom program',
  ata: 'Fax machine',
  pstn: 'Telephone network',
  email: 'E-mail',
  openapi: 'Another program',
};

/** Faxes of the person's extension, as their log tells of them. */
export const phoneFaxes = defineSource({
  id: 'phone-faxes',
  title: 'Your faxes',
  category: 'Telephony',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/fax/GET/phone/extension/{extensionId}/fax/logs',
  forEach: [{ source: 'phone-profile' }],
  asks: [
    {
      endpoint: '/phone/extension/{extension}/fax/logs',
      scopes: {
        granular: ['phone:read:list_fax_log', 'phone:read:list_fax_log:admin'],
        classic: ['phone:read', 'phone:read:admin'],
      },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      list: 'fax_logs',
      values: ({ parent }) => {
        const extension = textOf(parent?.extension_id);
        return extension === undefined ? undefined : { extension };
      },
      window: {
        maxDays: 30,
        earliest: zoomOpened,
        dateField: 'create_time',
        ifWider: 'not documented',
      },
    },
  ],
  limits: [
    'Zoom documents no way to read the pages of a fax; only that it was sent or received is in this report.',
    'Faxes of call queues and shared lines are kept under those and not in this report.',
    'How far back Zoom tells of faxes is not documented.',
  ],
  record: z.looseObject({ fax_log_id: z.string() }),
  recordId: ({ fax_log_id, fax_id }) => keyOf(fax_log_id ?? fax_id),
  columns: [
    { field: 'create_time', heading: 'When', kind: 'moment' },
    { field: 'direction', heading: 'Sent or received', codes: { inbound: 'Received', outbound: 'Sent' } },
    { field: 'sender_name', heading: 'From' },
    { field: 'sender_number', heading: 'From number' },
    { field: 'receiver_name', heading: 'To' },
    { field: 'receiver_number', heading: 'To number' },
    { field: 'file_pages_count', heading: 'Pages' },
    {
      field: 'status',
      heading: 'What became of it',
      codes: {
        failed: 'Failed',
        processing: 'Under way',
        submitted: 'Handed over',
        sent: 'Sent',
        received: 'Received',
      },
    },
    { field: 'read_status', heading: 'Read', codes: { read: 'Yes', unread: 'No' }, isDetail: true },
    { field: 'extension_type', heading: 'Line', codes: lines, isDetail: true },
    { field: 'sender_type', heading: 'Sent with', codes: devices, isDetail: true },
    { field: 'receiver_type', heading: 'Received with', codes: devices, isDetail: true },
    { field: 'sender_extension_number', heading: 'Extension of the sender', isDetail: true },
    { field: 'receiver_extension_number', heading: 'Extension of the receiver', isDetail: true },
    { field: 'sender_extension_type', heading: 'Line of the sender', codes: lines, isDetail: true },
    { field: 'receiver_extension_type', heading: 'Line of the receiver', codes: lines, isDetail: true },
    { field: 'sender_location', heading: 'Place of the sender', isDetail: true },
    { field: 'receiver_location', heading: 'Place of the receiver', isDetail: true },
    { field: 'sender_user_agent', heading: 'Program of the sender', isDetail: true },
    { field: 'receiver_user_agent', heading: 'Program of the receiver', isDetail: true },
    { field: 'site_name', heading: 'Site', isDetail: true },
    { field: 'file_id', heading: 'ID of the pages', isDetail: true },
    { field: 'fax_log_id', heading: 'Fax ID', isDetail: true },
  ],
  thirdParties: [
    ...['sender', 'receiver'].map((side) => ({
      name: `${side}_name`,
      phone: [`${side}_number`, `${side}_extension_number`],
      id: `${side}_extension_id`,
    })),
  ],
});
