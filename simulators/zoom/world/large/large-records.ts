import type { JsonObject } from '../../json.js';
import { numberedBytes } from './numbered-bytes.js';

/** Who the large world is about. */
export interface LargePerson {
  id: string;
  email: string;
  name: string;
}

/** A scheduled meeting. */
export function largeMeeting(person: LargePerson, index: number, start: string): JsonObject {
  return {
    uuid: numberedBytes('meet', index).toString('base64'),
    id: 80_000_000_000 + index,
    host_id: person.id,
    topic: `Scheduled meeting ${index}`,
    type: 2,
    start_time: start,
    duration: 30,
    timezone: 'UTC',
    created_at: start,
    join_url: `https://example.com/j/${80_000_000_000 + index}`,
  };
}

/** A row of the meeting reports. */
export function largeReportRow(person: LargePerson, kind: string, index: number, start: string): JsonObject {
  return {
    uuid: numberedBytes(kind, index).toString('base64'),
    id: 81_000_000_000 + index,
    type: 2,
    topic: `Past meeting ${index}`,
    user_name: person.name,
    user_email: person.email,
    start_time: start,
    end_time: start,
    duration: 1 + (index % 60),
    total_minutes: 2 + (index % 120),
    participants_count: kind === 'alon' ? 1 : 2 + (index % 8),
    join_time: start,
    leave_time: start,
    has_recording: false,
    has_chat: index % 3 === 0,
    source: 'Zoom',
  };
}

/** A webinar. */
export function largeWebinar(person: LargePerson, index: number, start: string): JsonObject {
  return {
    uuid: numberedBytes('webi', index).toString('base64'),
    id: 82_000_000_000 + index,
    host_id: person.id,
    topic: `Webinar ${index}`,
    type: 5,
    start_time: start,
    duration: 60,
    timezone: 'UTC',
    created_at: start,
    join_url: `https://example.com/j/${82_000_000_000 + index}`,
  };
}

/** A recorded meeting around its files. */
export function largeRecording(
  person: LargePerson,
  kind: string,
  index: number,
  start: string,
  files: JsonObject[],
): JsonObject {
  return {
    uuid: numberedBytes(kind, index).toString('base64'),
    id: 83_000_000_000 + index,
    host_id: person.id,
    topic: `Recorded meeting ${index}`,
    type: '2',
    start_time: start,
    duration: 30,
    total_size: files.reduce((sum, { file_size: size }) => sum + Number(size), 0),
    recording_count: files.length,
    recording_files: files,
  };
}

/** A leg of a phone call. */
export function largeCallElement(person: LargePerson, index: number, start: string): JsonObject {
  const tail = `${numberedBytes('call', index).toString('hex').slice(0, 20)}-${index}`;
  return {
    call_element_id: `${start.slice(0, 10)}-${tail}`,
    call_history_uuid: `${start.slice(0, 10)}-history-${tail}`,
    call_id: String(7_000_000_000_000_000_000n + BigInt(index)),
    connect_type: 'external',
    call_type: 'general',
    direction: index % 2 === 0 ? 'inbound' : 'outbound',
    caller_name: person.name,
    caller_email: person.email,
    caller_did_number: '+493055501001',
    callee_did_number: `+4930${String(index % 10_000_000).padStart(7, '0')}`,
    start_time: start,
    end_time: start,
    event: index % 2 === 0 ? 'incoming' : 'outgoing',
    result: 'answered',
    talk_time: index % 600,
  };
}
