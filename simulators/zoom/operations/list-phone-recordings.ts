import type { JsonObject } from '../json.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { Operation } from '../operation.js';
import { textOf } from '../text-of.js';
import type { ZoomState } from '../zoom-state.js';
import { findPhoneUser } from './find-phone-user.js';
import { phonePage } from './phone-page.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/recordings/get/phone/users/{userId}/recordings */
export const listPhoneRecordings: Operation = {
  template: '/phone/users/{userId}/recordings',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_recordings', 'phone:read:list_recordings:admin'],
    classic: ['phone:read', 'phone:read:admin', 'phone_recording:read', 'phone_recording:read:admin'],
  },
  answer: (exchange) => {
    const user = findPhoneUser(exchange);
    const { rows, fields } = phonePage(exchange, user, user.phone.recordings, {
      timeField: 'date_time',
      defaultHours: 30 * 24,
      badWindowCode: 300,
    });
    const recordings = rows.map((record) => phoneRecordingRecord(record, exchange.state));
    return { status: 200, body: { ...fields, recordings } };
  },
};

// The file id is not the recording's id; the transcript goes by the recording's id.
export function phoneRecordingRecord(record: JsonObject, state: ZoomState): JsonObject {
  const shown: JsonObject = { ...record };
  const fileId = mediaIdOf(record.download_url);
  if (fileId !== undefined) shown.download_url = `${state.origin}/v2/phone/recording/download/${fileId}`;
  if (mediaIdOf(record.transcript_download_url) !== undefined) {
    shown.transcript_download_url = `${state.origin}/v2/phone/recording_transcript/download/${textOf(record.id)}`;
  }
  return shown;
}
