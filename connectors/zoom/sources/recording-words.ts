import type { Column } from '../../../src/contract/index.js';
import { meetingTypes, webinarTypes } from './meeting-types.js';

/** Words for `recording_type` and, where a file has none, `file_type`, both in lower case. */
export const recordingKinds = {
  'shared_screen_with_speaker_view(cc)': 'Video: shared screen with speaker, with captions',
  shared_screen_with_speaker_view: 'Video: shared screen with speaker',
  shared_screen_with_gallery_view: 'Video: shared screen with gallery',
  active_speaker: 'Video: active speaker',
  gallery_view: 'Video: gallery',
  shared_screen: 'Video: shared screen',
  host_video: 'Video: host',
  sign_interpretation: 'Video: sign interpretation',
  production_studio: 'Video: production studio',
  audio_only: 'Sound only',
  audio_interpretation: 'Sound: interpretation',
  audio_transcript: 'Transcript',
  chat_file: 'Chat',
  chat_message: 'Chat',
  poll: 'Answers to polls',
  closed_caption: 'Captions',
  cc: 'Captions',
  timeline: 'Timeline of who spoke',
  thumbnail: 'Preview picture',
  summary: 'Summary',
  summary_next_steps: 'Summary: next steps',
  summary_smart_chapters: 'Summary: chapters',
  mp4: 'Video',
  m4a: 'Sound',
};

const fileTypes = {
  MP4: 'Video',
  M4A: 'Sound',
  TIMELINE: 'Timeline',
  TRANSCRIPT: 'Transcript',
  CHAT: 'Chat',
  CHAT_MESSAGE: 'Chat',
  CC: 'Captions',
  CSV: 'Answers to polls',
  SUMMARY: 'Summary',
};

/** What people read of a cloud recording. */
export const recordingColumns: Column[] = [
  { field: 'start_time', heading: 'Began', kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  {
    field: 'type',
    heading: 'Recording of',
    codes: { ...meetingTypes, ...webinarTypes, 99: 'Not a meeting: uploaded or recorded by the person' },
  },
  { field: 'duration', heading: 'Length', kind: 'minutes' },
  { field: 'recording_count', heading: 'Files at Zoom' },
  { field: 'total_size', heading: 'Size at Zoom', kind: 'bytes' },
  { field: 'auto_delete_date', heading: 'Zoom deletes it on', isDetail: true },
  { field: 'id', heading: 'Meeting ID', isDetail: true },
  { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  { field: 'host_id', heading: 'User ID of the host', isDetail: true },
  { field: 'host_email', heading: 'E-mail of the host', isDetail: true },
  { field: 'timezone', heading: 'Time zone of the meeting', isDetail: true },
  { field: 'account_id', heading: 'Account ID', isDetail: true },
  { field: 'recording_files.recording_start', heading: 'From', kind: 'moment', isDetail: true },
  { field: 'recording_files.recording_end', heading: 'To', kind: 'moment', isDetail: true },
  { field: 'recording_files.recording_type', heading: 'Kind', codes: recordingKinds, isDetail: true },
  { field: 'recording_files.file_type', heading: 'Kind of file', codes: fileTypes, isDetail: true },
  { field: 'recording_files.file_extension', heading: 'Ending of the name', isDetail: true },
  { field: 'recording_files.file_size', heading: 'Size', kind: 'bytes', isDetail: true },
  { field: 'recording_files.deleted_time', heading: 'Deleted on', kind: 'moment', isDetail: true },
  { field: 'recording_files.id', heading: 'File ID', isDetail: true },
];
