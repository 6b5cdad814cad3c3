import { createHash } from 'node:crypto';
import type { JsonObject } from '../../json.js';
import { mediaChunks } from '../../media/media-chunks.js';
import type { MediaFile } from '../../media/media-file.js';
import { textMedia } from '../../media/text-media.js';
import { archivedChat, archivedGroupLog, archivedTranscript } from './demo-archive-texts.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { minutesAfter } from './demo-times.js';

const colleague = 'blair.office@example.com';

/** What a company archives of its meetings: whole ones, breakout rooms, files of single people, meetings of other companies. */
export function demoArchive(context: DemoContext, meetings: PastMeeting[]): JsonObject[] {
  const mine = meetings.filter(({ host, type }) => host === 'person' && type !== 1);
  // One of them has an id that must be encoded twice.
  const hosted = [...mine.slice(0, 8), ...mine.filter(({ uuid }) => uuid.startsWith('/'))];
  const joined = meetings.filter(({ host }) => host === 'someone else').slice(0, 4);
  const owner = { host_id: context.random.id() };
  const own = hosted.map((meeting, place) => archived(context, meeting, filesOf(context, meeting, place)));
  const rooms = hosted.slice(0, 1).map((meeting) => breakoutRoom(context, meeting));
  const asGuest = joined.slice(0, 2).map((meeting) => ({
    ...archived(context, meeting, [file(context, meeting, 'audio', context.person.email)]),
    ...owner,
  }));
  // Nothing in these is about the person, and nobody can tell whom the last is about.
  const ofOthers = joined.slice(2, 3).map((meeting) => ({
    ...archived(context, meeting, [file(context, meeting, 'audio', colleague)]),
    ...owner,
  }));
  const elsewhere = joined.slice(3).map((meeting) => external(context, meeting));
  return [...own, ...rooms, ...asGuest, ...ofOthers, ...elsewhere];
}

function filesOf(context: DemoContext, meeting: PastMeeting, place: number): JsonObject[] {
  const files = [file(context, meeting, 'audio'), file(context, meeting, 'messages')];
  if (place % 2 === 0) files.push(file(context, meeting, 'video'), file(context, meeting, 'captions'));
  if (place % 3 === 0) files.push(file(context, meeting, 'transcript'), file(context, meeting, 'chat'));
  if (place === 0) files.push(file(context, meeting, 'groups'));
  if (place === 1)
    files.push(
      file(context, meeting, 'audio', context.person.email),
      file(context, meeting, 'audio', colleague),
    );
  return files;
}

function archived(context: DemoContext, meeting: PastMeeting, files: JsonObject[]): JsonObject {
  const { random, person } = context;
  const end = minutesAfter(meeting.start, meeting.minutes);
  return {
    account_name: 'Example Corp',
    archive_files: files,
    complete_time: minutesAfter(end, 25),
    duration: meeting.minutes,
    duration_in_second: meeting.minutes * 60 - 7,
    host_id: person.id,
    id: meeting.id,
    is_breakout_room: false,
    meeting_type: 'internal',
    parent_meeting_id: '',
    recording_count: files.length,
    start_time: meeting.start,
    timezone: 'Europe/Berlin',
    topic: meeting.topic,
    total_size: files.reduce((sum, { file_size: size }) => sum + Number(size), 0),
    type: meeting.type,
    uuid: meeting.uuid,
    status: 'completed',
    group_id: random.id(),
    physical_files: meeting.type === 8 ? [sentFile(context)] : [],
  };
}

function breakoutRoom(context: DemoContext, meeting: PastMeeting): JsonObject {
  const room = { ...meeting, uuid: context.random.meetingUuid(), topic: 'Breakout Room 1' };
  return {
    ...archived(context, room, [file(context, room, 'messages'), file(context, room, 'audio')]),
    ...{ type: 100, is_breakout_room: true, parent_meeting_id: meeting.uuid },
  };
}

// The vendor removes number, host and topic.
function external(context: DemoContext, meeting: PastMeeting): JsonObject {
  const all = archived(context, meeting, [file(context, meeting, 'audio', '')]);
  const { id: _id, host_id: _host, topic: _topic, ...left } = all;
  return { ...left, meeting_type: 'external' };
}

interface ArchivedKind {
  file_type: string;
  file_extension: string;
  recording_type: string;
  contentType: string;
  text?: (context: DemoContext, meeting: PastMeeting) => string;
}

const kinds = {
  video: kind('MP4', 'MP4', 'shared_screen_with_speaker_view', 'video/mp4'),
  audio: kind('M4A', 'M4A', 'audio_only', 'audio/mp4'),
  chat: kind('CHAT', 'TXT', 'chat_file', 'text/plain', () => '00:04:11\tDana Whitfield:\tHello all\r\n'),
  messages: kind('CHAT_MESSAGE', 'JSON', 'chat_message', 'application/json', archivedChat),
  captions: kind('CC', 'VTT', 'closed_caption', 'text/vtt', (_context, { hostName }) =>
    ['WEBVTT', `1\r\n00:00:01.000 --> 00:00:04.000\r\n${hostName}: Shall we begin?`, ''].join('\r\n\r\n'),
  ),
  transcript: kind('TRANSCRIPT', 'JSON', 'audio_transcript', 'application/json', archivedTranscript),
  groups: kind('SUB_GROUP_MEMBER_LOG', 'JSON', 'chat_message', 'application/json', archivedGroupLog),
} satisfies Record<string, ArchivedKind>;

function kind(
  file_type: string,
  file_extension: string,
  recording_type: string,
  contentType: string,
  text?: ArchivedKind['text'],
): ArchivedKind {
  return { file_type, file_extension, recording_type, contentType, ...(text ? { text } : {}) };
}

function file(
  context: DemoContext,
  meeting: PastMeeting,
  name: keyof typeof kinds,
  participant?: string,
): JsonObject {
  const { random, media } = context;
  const { contentType, text, ...fields }: ArchivedKind = kinds[name];
  const id = random.id();
  const made = text
    ? textMedia(id, contentType, text(context, meeting))
    : { id, contentType, bytes: random.int(9_000, name === 'video' ? 90_000 : 20_000) };
  media.set(id, made);
  return {
    ...fields,
    id: random.uuid(),
    download_url: `media:${id}`,
    file_size: made.bytes,
    individual: participant !== undefined,
    ...(participant === undefined ? {} : { participant_email: participant }),
    participant_join_time: meeting.start,
    participant_leave_time: minutesAfter(meeting.start, meeting.minutes),
    status: 'completed',
    encryption_fingerprint: fingerprintOf(made),
    ...(text ? { number_of_messages: 4 } : {}),
    storage_location: 'EU',
    auto_delete: false,
  };
}

function sentFile({ random, media }: DemoContext): JsonObject {
  const id = random.id();
  const made = textMedia(id, 'text/plain', 'Agenda\r\n1. What is open\r\n2. What is next\r\n');
  media.set(id, made);
  return {
    file_id: random.id(),
    file_name: 'agenda.txt',
    file_size: made.bytes,
    download_url: `media:${id}`,
  };
}

function fingerprintOf(made: MediaFile): string {
  const hash = createHash('sha256');
  for (const chunk of mediaChunks(made)) hash.update(chunk);
  return hash.digest('hex');
}
