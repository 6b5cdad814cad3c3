import type { JsonObject } from '../../json.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { bareRecordingFile, recordingFile, type RecordingFileKind } from './demo-recording-files.js';
import { minutesAfter, minutesAgo } from './demo-times.js';

/** Recordings of the recorded meetings, of an upload, and of a meeting that is still being recorded. */
export function demoRecordings(context: DemoContext, meetings: PastMeeting[]): JsonObject[] {
  const recorded = meetings.filter(({ isRecorded }) => isRecorded);
  return [
    ...recorded.map((meeting, index) => recording(context, meeting, index)),
    upload(context),
    unfinished(context),
  ];
}

/** The record of one recorded meeting around its files. */
export function recordedMeeting(context: DemoContext, meeting: PastMeeting, files: JsonObject[]): JsonObject {
  const { random, person, accountId } = context;
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    account_id: accountId,
    host_id: person.id,
    host_email: person.email,
    topic: meeting.topic,
    type: String(meeting.type),
    start_time: meeting.start,
    timezone: 'Europe/Berlin',
    duration: meeting.minutes,
    total_size: files.reduce((sum, { file_size: size }) => sum + (typeof size === 'number' ? size : 0), 0),
    recording_count: files.length,
    share_url: `https://example.com/rec/share/${random.id()}`,
    recording_play_passcode: random.id(),
    auto_delete: false,
    recording_files: files,
  };
}

function recording(context: DemoContext, meeting: PastMeeting, index: number): JsonObject {
  const names: RecordingFileKind[] = ['video', 'audio', 'transcript'];
  if (index % 2 === 0) names.push('chat');
  if (index % 5 === 0) names.push('summary');
  if (index === 7) names.push('polls');
  const files = names.map((name) => recordingFile(context, meeting, name));
  if (index % 4 === 0)
    files.push(bareRecordingFile(context, meeting, 'CC'), bareRecordingFile(context, meeting, 'TIMELINE'));
  // Recording was stopped and started again: a second file of the same type.
  if (index === 3) files.push(recordingFile(context, meeting, 'video', 20));
  const record = recordedMeeting(context, meeting, files);
  // Real answers carry a number where the document has a string.
  if (index % 3 === 0) record.type = meeting.type;
  if (index === 1) record.storage_object = 9_007_199_254_740_993n;
  return index % 6 === 0 ? withParticipantAudio(context, meeting, record, files.length) : record;
}

// Count and size include the audio, although the user's list does not show it.
function withParticipantAudio(
  context: DemoContext,
  meeting: PastMeeting,
  record: JsonObject,
  files: number,
): JsonObject {
  const audio = participantAudio(context, meeting);
  return {
    ...record,
    total_size: Number(record.total_size) + Number(audio.file_size),
    recording_count: files + 1,
    participant_audio_files: [audio],
  };
}

function participantAudio(context: DemoContext, meeting: PastMeeting): JsonObject {
  const {
    recording_type: _type,
    file_extension: _extension,
    meeting_id: _meeting,
    ...file
  } = recordingFile(context, meeting, 'audio');
  return { ...file, file_name: 'Audio only - Dana Whitfield' };
}

// Type 99: a video uploaded in the portal, which was no meeting.
function upload(context: DemoContext): JsonObject {
  const meeting = past(context, 'Uploaded: office tour', 99, 33 * 24 * 60);
  return recordedMeeting(context, meeting, [recordingFile(context, meeting, 'video')]);
}

// Seen on live accounts although the document knows only completed recordings.
function unfinished(context: DemoContext): JsonObject {
  const meeting = past(context, 'Live right now', 2, 10);
  const file: JsonObject = {
    id: context.random.uuid(),
    meeting_id: meeting.uuid,
    recording_start: minutesAfter(meeting.start, 1),
    recording_end: '',
    file_type: '',
    file_size: 0,
    play_url: `https://example.com/rec/play/${context.random.id()}`,
    download_url: 'media:unfinished',
    status: 'processing',
  };
  return { ...recordedMeeting(context, meeting, [file]), total_size: 0, recording_count: 0 };
}

function past(context: DemoContext, topic: string, type: number, minutes: number): PastMeeting {
  const { random, person } = context;
  return {
    uuid: random.meetingUuid(),
    id: random.digits(11),
    topic,
    type,
    start: minutesAgo(context, minutes),
    minutes: 8,
    participants: 1,
    host: 'person',
    hostName: person.name,
    isRecorded: true,
  };
}
