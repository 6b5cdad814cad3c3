import type { Operation } from '../operation.js';
import { fileIdOf, phoneFileReply } from './phone-file-reply.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/recordings/get/phone/recording/download/{fileId} */
export const downloadPhoneRecording: Operation = {
  template: '/phone/recording/download/{fileId}',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:call_recording', 'phone:read:call_recording:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_recording:read', 'phone_recording:read:admin'],
  },
  answer: (exchange) => phoneFileReply(exchange, fileIdOf(exchange)),
};
