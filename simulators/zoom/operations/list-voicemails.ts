import type { Operation } from '../operation.js';
import { findPhoneUser } from './find-phone-user.js';
import { phonePage } from './phone-page.js';
import { listedVoicemail } from './voicemail-record.js';

/**
 * Trashed voicemails only with `trash=true`, within the same windows.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/voicemails/get/phone/users/{userId}/voice_mails
 */
export const listVoicemails: Operation = {
  template: '/phone/users/{userId}/voice_mails',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_voicemails', 'phone:read:list_voicemails:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
  },
  answer: (exchange) => {
    const user = findPhoneUser(exchange);
    const { voicemails, trashedVoicemails } = user.phone;
    const status = exchange.query.get('status') ?? 'all';
    const list = exchange.query.get('trash') === 'true' ? trashedVoicemails : voicemails;
    const { rows, fields } = phonePage(exchange, user, list, {
      timeField: 'date_time',
      defaultHours: 30 * 24,
      badWindowCode: 300,
      ...(status === 'all' ? {} : { keeps: (record) => record.status === status }),
    });
    return {
      status: 200,
      body: { ...fields, voice_mails: rows.map((record) => listedVoicemail(record, exchange.state)) },
    };
  },
};
