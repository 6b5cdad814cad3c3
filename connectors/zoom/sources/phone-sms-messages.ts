import { z } from 'zod';
import {
  defineSource,
  isVendorRecord,
  keyOf,
  textOf,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { extensionOf } from './chat-message-words.js';
import { zoomOpened } from './earliest.js';
import { smsMessageColumns, smsPeople } from './sms-words.js';

const classic = ['phone:read', 'phone:read:admin', 'phone_sms:read', 'phone_sms:read:admin'];

/** Text messages of every conversation, in the months in which the list of conversations shows it. */
export const phoneSmsMessages = defineSource({
  id: 'phone-sms-messages',
  title: 'Your text messages (SMS)',
  category: 'Telephony',
  groups: ['phone'],
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/sms/GET/phone/sms/sessions/{sessionId}',
  forEach: [{ source: 'phone-sms', carry: ['session_id'] }],
  asks: [
    {
      endpoint: '/phone/sms/sessions/{session}',
      scopes: { granular: ['phone:read:sms_session', 'phone:read:sms_session:admin'], classic },
      rateLimit: { family: 'phone', label: 'medium' },
      pages: { follow: 'token', size: 100 },
      list: 'sms_histories',
      values: ({ parent }) => {
        const session = textOf(parent?.session_id);
        return session === undefined ? undefined : { session };
      },
      window: {
        maxDays: 30,
        earliest: zoomOpened,
        dateField: 'date_time',
        whereListed: true,
        ifWider: 'not documented',
      },
    },
  ],
  record: z.looseObject({ message_id: z.string() }),
  recordId: ({ message_id }) => keyOf(message_id),
  attachments: [
    {
      id: 'attachments',
      list: filesOf,
      kinds: {
        OTHER: 'File',
        PNG: 'Picture (PNG)',
        GIF: 'Picture (GIF)',
        JPG: 'Picture (JPEG)',
        'JPG/JPEG': 'Picture (JPEG)',
        AUDIO: 'Sound',
        VIDEO: 'Video',
      },
    },
  ],
  reread: {
    endpoint: '/phone/sms/sessions/{session}/messages/{message}',
    scopes: { granular: ['phone:read:sms_message', 'phone:read:sms_message:admin'], classic },
    rateLimit: { family: 'phone', label: 'medium' },
    values: ({ parent }) => {
      const [session, message] = [textOf(parent?.session_id), textOf(parent?.message_id)];
      return session === undefined || message === undefined ? undefined : { session, message };
    },
    expect: ({ message_id }) => textOf(message_id) !== undefined,
  },
  limits: ['How far back Zoom keeps and tells text messages is not documented.'],
  columns: smsMessageColumns,
  thirdParties: smsPeople,
  secrets: ['download_url?*'],
});

function filesOf({ attachments, message_id }: VendorRecord) {
  if (!Array.isArray(attachments)) return [];
  return attachments.filter(isVendorRecord).map(({ id, name, size, type, download_url }) => ({
    key: keyOf(id ?? download_url, message_id) ?? '',
    kind: textOf(type) ?? 'OTHER',
    url: textOf(download_url),
    ...(typeof size === 'number' && { bytes: size }),
    extension: extensionOf(textOf(name) ?? ''),
  }));
}
