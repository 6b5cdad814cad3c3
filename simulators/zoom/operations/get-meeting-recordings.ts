import { decodePathValue } from '../decode-path-value.js';
import type { JsonObject } from '../json.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import { recordingRecord } from './recording-record.js';

/**
 * Recordings of one meeting by ID (latest occurrence) or UUID, which is encoded twice if it starts with `/` or holds `//`.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/meetings/{meetingId}/recordings
 */
export const getMeetingRecordings: Operation = {
  template: '/meetings/{meetingId}/recordings',
  family: 'main',
  label: 'light',
  scopes: {
    granular: [
      'cloud_recording:read:list_recording_files:admin',
      'cloud_recording:read:list_recording_files',
      'cloud_recording:read:list_recording_files:master',
    ],
    classic: ['recording:read', 'phone_recording:read:admin'],
  },
  answer: (exchange) => {
    const raw = exchange.parameters.meetingId ?? '';
    const found = /^\d+$/.test(raw) ? latestOccurrence(exchange, raw) : byUuid(exchange, raw);
    return { status: 200, body: { ...recordingRecord(found, exchange.state), ...downloadToken(exchange) } };
  },
};

function latestOccurrence(exchange: Exchange, id: string): JsonObject {
  const occurrences = exchange.state.world.users
    .flatMap(({ recordings }) => recordings)
    .filter((record) => textOf(record.id) === id);
  const latest = occurrences.sort((a, b) => textOf(b.start_time).localeCompare(textOf(a.start_time)))[0];
  if (latest) return latest;
  if (knowsMeeting(exchange, (record) => textOf(record.id) === id)) throw noRecording();
  throw noMeeting(id);
}

function byUuid(exchange: Exchange, raw: string): JsonObject {
  const once = decodePathValue(raw);
  const uuid = once.includes('%') ? decodePathValue(once) : once;
  const needsTwice = uuid.startsWith('/') || uuid.includes('//');
  if (needsTwice !== (uuid !== once)) throw noMeeting(once);
  for (const { recordings } of exchange.state.world.users) {
    const found = recordings.find((record) => record.uuid === uuid);
    if (found) return found;
  }
  if (knowsMeeting(exchange, (record) => record.uuid === uuid)) throw noRecording();
  throw noMeeting(once);
}

function knowsMeeting(exchange: Exchange, isAsked: (record: JsonObject) => boolean): boolean {
  return exchange.state.world.users.some(
    ({ meetings, reports }) =>
      meetings.some(({ record }) => isAsked(record)) ||
      Object.values(reports).some((list) => list.some(isAsked)),
  );
}

function noMeeting(name: string): Refusal {
  return new Refusal(404, 3001, `Meeting does not exist: ${name}.`);
}

function noRecording(): Refusal {
  return new Refusal(404, 3301, 'There is no recording for this meeting.');
}

function downloadToken(exchange: Exchange): JsonObject {
  if (!(exchange.query.get('include_fields') ?? '').split(',').includes('download_access_token')) return {};
  const ttl = exchange.query.get('ttl') ?? '3600';
  if (!/^\d{1,6}$/.test(ttl) || Number(ttl) > 604_800) throw new Refusal(400, 300, 'Invalid parameter: ttl.');
  return { download_access_token: exchange.state.accessTokens.issue('download', [], Number(ttl)) };
}
