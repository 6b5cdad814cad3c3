import type { Operation } from '../operation.js';
import { fileIdOf, phoneFileReply } from './phone-file-reply.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/voicemails/get/phone/voice_mails/download/{fileId} */
export const downloadVoicemail: Operation = {
  template: '/phone/voice_mails/download/{fileId}',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:voicemail:admin', 'phone:read:voicemail'],
    classic: ['phone:read', 'phone:read:admin', 'phone_voicemail:read', 'phone_voicemail:read:admin'],
  },
  answer: (exchange) => phoneFileReply(exchange, fileIdOf(exchange)),
};
