import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';
import type { WorldUser } from '../world/world-user.js';
import { requirePhone } from './find-phone-user.js';
import { phoneRecordingRecord } from './list-phone-recordings.js';
import { listedVoicemail } from './voicemail-record.js';

/**
 * Recordings of the whole account, those of shared lines among them; it echoes no dates.
 * Source: https://developers.zoom.us/docs/api/phone/#tag/recordings/get/phone/recordings
 */
export const listAccountRecordings: Operation = {
  template: '/phone/recordings',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_call_recordings:admin'],
    classic: ['phone:read:admin', 'phone_recording:read:admin'],
  },
  answer: (exchange) => {
    const lists = ({ id, phone, sharedLines }: WorldUser) => [
      ...phone.recordings.map((record) => ({ owner: { id, type: 'user' }, ...record })),
      ...sharedLines.recordings,
    ];
    const { rows, fields } = accountPage(exchange, lists, false);
    const { next_page_token, page_size, total_records } = fields;
    const recordings = rows.map((record) => phoneRecordingRecord(record, exchange.state));
    return { status: 200, body: { next_page_token, page_size, total_records, recordings } };
  },
};

/** Source: https://developers.zoom.us/docs/api/phone/#tag/voicemails/get/phone/voice_mails */
export const listAccountVoicemails: Operation = {
  template: '/phone/voice_mails',
  family: 'phone',
  label: 'heavy',
  scopes: {
    granular: ['phone:read:list_voicemails:admin'],
    classic: ['phone:read:admin', 'phone_voicemail:read:admin'],
  },
  answer: (exchange) => {
    const isTrash = exchange.query.get('trashed') === 'true';
    const lists = ({ id, phone, sharedLines }: WorldUser) => [
      ...(isTrash ? phone.trashedVoicemails : phone.voicemails).map((record) => ({
        owner: { id, type: 'user' },
        ...record,
      })),
      ...(isTrash ? sharedLines.trashedVoicemails : sharedLines.voicemails),
    ];
    const { rows, fields } = accountPage(exchange, lists, true);
    const voice_mails = rows.map((record) => listedVoicemail(record, exchange.state));
    return { status: 200, body: { ...fields, voice_mails } };
  },
};

function accountPage(
  exchange: Exchange,
  listsOf: (user: WorldUser) => JsonObject[],
  sixMonths: boolean,
): { rows: JsonObject[]; fields: JsonObject } {
  requirePhone(exchange);
  const { query, state } = exchange;
  const type = query.get('owner_type');
  const window = windowOf(exchange, {
    ...{ withoutDates: { lastHours: 30 * 24 }, dateTimes: true, sixMonths, badWindowCode: 300 },
    longWindows: state.settings.longWindows,
  });
  const ofType = state.world.users
    .flatMap(listsOf)
    .filter(({ owner }) => type === null || (owner as JsonObject).type === type);
  const page = pageOf(exchange, rowsBetween(ofType, 'date_time', window, false), {
    ...{ maximum: 300, badTokenCode: 400, byToken: true, byNumber: false },
  });
  return { rows: page.rows, fields: { from: window.from, to: window.to, ...page.fields } };
}
