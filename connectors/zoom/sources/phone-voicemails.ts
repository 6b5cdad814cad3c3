import { z } from 'zod';
import { defineSource, type VendorRecord } from '../../../src/contract/index.js';

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
  pages: 'token',
  pageSize: 300,
  query: [{}, { trash: 'true' }],
  window: { maxDays: 30, lookBackMonths: 6, dateField: 'date_time', ifWider: 'not documented' },
  list: 'voice_mails',
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => (id === undefined ? [] : [String(id)]),
  detail: {
    endpoint: '/phone/voice_mails/{id}',
    scopes,
    rateLimit: { family: 'phone', label: 'light' },
    values: ({ id }) => (typeof id === 'string' && id !== '' ? { id } : undefined),
  },
  attachments: [{ id: 'audio', list: audioOf, scopes, rateLimit: { family: 'phone', label: 'medium' } }],
  secrets: ['download_url?*'],
});

function audioOf({ id, download_url }: VendorRecord) {
  const url = typeof download_url === 'string' && download_url !== '' ? download_url : undefined;
  return [{ key: String(id ?? download_url), kind: 'voicemail', url, extension: 'mp3' }];
}
