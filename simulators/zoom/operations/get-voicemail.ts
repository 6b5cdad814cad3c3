import { decodePathValue } from '../decode-path-value.js';
import type { JsonObject } from '../json.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { requirePhone } from './find-phone-user.js';
import { voicemailRecord } from './voicemail-record.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/voicemails/get/phone/voice_mails/{voicemailId} */
export const getVoicemail: Operation = {
  template: '/phone/voice_mails/{voicemailId}',
  family: 'phone',
  label: 'light',
  scopes: {
    granular: ['phone:read:voicemail', 'phone:read:voicemail:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read:admin', 'phone_voicemail:read'],
  },
  answer: (exchange) => {
    requirePhone(exchange);
    const id = decodePathValue(exchange.parameters.voicemailId ?? '');
    const isAsked = (record: JsonObject) => record.id === id;
    for (const { phone, sharedLines } of exchange.state.world.users) {
      const lists = [phone, sharedLines].flatMap((one) => [one.voicemails, one.trashedVoicemails]);
      const found = lists.flat().find(isAsked);
      if (found) return { status: 200, body: voicemailRecord(found, exchange.state) };
    }
    throw new Refusal(400, 300, `Voice mail does not exist: ${id}.`);
  },
};
