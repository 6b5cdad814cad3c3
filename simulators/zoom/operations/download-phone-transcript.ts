import { decodePathValue } from '../decode-path-value.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { Operation } from '../operation.js';
import { phoneFileReply } from './phone-file-reply.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/recordings/get/phone/recording_transcript/download/{recordingId} */
export const downloadPhoneTranscript: Operation = {
  template: '/phone/recording_transcript/download/{recordingId}',
  family: 'phone',
  label: 'light',
  scopes: {
    granular: ['phone:read:recording_transcript', 'phone:read:recording_transcript:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_recording:read', 'phone_recording:read:admin'],
  },
  answer: (exchange) => {
    const id = decodePathValue(exchange.parameters.recordingId ?? '');
    const recording = exchange.state.world.users
      .map(({ phone, sharedLines }) =>
        [...phone.recordings, ...sharedLines.recordings].find((record) => record.id === id),
      )
      .find((found) => found !== undefined);
    return phoneFileReply(exchange, mediaIdOf(recording?.transcript_download_url));
  },
};
