import { z } from 'zod';
import { defineSource, keyOf, textOf, type VendorRecord } from '../../../src/contract/index.js';
import { phoneLicence } from './phone-licence.js';

const scopes = {
  granular: ['phone:read:voicemail', 'phone:read:voicemail:admin'],
  classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
};

/**
 * Voicemails received, also those in the trash, with their audio. The list has no transcription: it comes with
 * one further call per voicemail.
 */
export const phoneVoicemails = defineSource({
  id: 'phone-voicemails',
  title: 'Your voicemails',
  category: 'Telephony',
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/voicemails/GET/phone/users/{userId}/voice_mails',
  endpoint: '/phone/users/{subject}/voice_mails',
  scopes: {
    granular: ['phone:read:list_voicemails', 'phone:read:list_voicemails:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
  },
  rateLimit: { family: 'phone', label: 'medium' },
  when: phoneLicence,
  pages: 'token',
  pageSize: 300,
  query: [{}, { trash: 'true' }],
  window: { maxDays: 30, lookBackMonths: 6, dateField: 'date_time', ifWider: 'not documented' },
  list: 'voice_mails',
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  detail: {
    endpoint: '/phone/voice_mails/{id}',
    scopes,
    rateLimit: { family: 'phone', label: 'light' },
    values: (record) => {
      const id = textOf(record.id);
      return id === undefined ? undefined : { id };
    },
    expect: ({ id }) => textOf(id) !== undefined,
  },
  attachments: [{ id: 'audio', list: audioOf, scopes, rateLimit: { family: 'phone', label: 'medium' } }],
  secrets: ['download_url?*'],
});

function audioOf({ id, download_url }: VendorRecord) {
  const url = textOf(download_url);
  return [{ key: textOf(id) ?? url ?? '', kind: 'voicemail', url, extension: 'mp3' }];
}
