import type { Column } from '../../../src/contract/index.js';
import { meetingTypes, webinarTypes } from './meeting-types.js';

/** Plain words for the kinds of archived files, by `recording_type`, by `file_type` where there is none. */
export const archiveKinds = {
  shared_screen_with_speaker_view: 'Video',
  audio_only: 'Sound',
  chat_file: 'Chat',
  chat_message: 'Chat, with deleted messages',
  closed_caption: 'Captions',
  audio_transcript: 'Transcript',
  aic_conversation: 'Conversation with the AI assistant',
  aic_coversation: 'Conversation with the AI assistant',
  sub_group_member_log: 'Who joined and left a group',
  physical_file: 'File sent in the meeting',
  mp4: 'Video',
  m4a: 'Sound',
  chat: 'Chat',
  cc: 'Captions',
  transcript: 'Transcript',
};

const fileTypes = {
  MP4: 'Video',
  M4A: 'Sound',
  CHAT: 'Chat',
  CC: 'Captions',
  CHAT_MESSAGE: 'Chat, with deleted messages',
  TRANSCRIPT: 'Transcript',
  SUB_GROUP_MEMBER_LOG: 'Who joined and left a group',
  AIC_COVERSATION: 'Conversation with the AI assistant',
  AIC_CONVERSATION: 'Conversation with the AI assistant',
};

const states = { completed: 'Ready', processing: 'In the making', failed: 'Failed' };

/** Every field by which archives are searched in the trade, under the name Zoom gives it. */
export const archiveColumns: readonly Column[] = [
  { field: 'start_time', heading: 'Began', kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  {
    field: 'type',
    heading: 'Kind of meeting',
    codes: { ...meetingTypes, ...webinarTypes, 7: 'Personal audio conference', 100: 'Breakout room' },
  },
  { field: 'duration_in_second', heading: 'Length', kind: 'seconds' },
  { field: 'recording_count', heading: 'Archived files' },
  {
    field: 'meeting_type',
    heading: 'Hosted in',
    codes: { internal: 'This account', external: 'Another account' },
  },
  { field: 'parent_meeting_id', heading: 'Breakout room of', isDetail: true },
  { field: 'is_breakout_room', heading: 'Is a breakout room', isDetail: true },
  { field: 'complete_time', heading: 'Archive complete', kind: 'moment', isDetail: true },
  { field: 'status', heading: 'State of the archive', codes: states, isDetail: true },
  { field: 'duration', heading: 'Planned length', kind: 'minutes', isDetail: true },
  { field: 'timezone', heading: 'Time zone of the meeting', isDetail: true },
  { field: 'total_size', heading: 'Size of all files', kind: 'bytes', isDetail: true },
  { field: 'account_name', heading: 'Account', isDetail: true },
  { field: 'id', heading: 'Meeting ID', isDetail: true },
  { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  { field: 'host_id', heading: 'User ID of the host', isDetail: true },
  { field: 'group_id', heading: 'Groups of the participants', isDetail: true },
  { field: 'archive_files.file_type', heading: 'Kind of file', codes: fileTypes, isDetail: true },
  { field: 'archive_files.recording_type', heading: 'Made as', codes: archiveKinds, isDetail: true },
  { field: 'archive_files.file_extension', heading: 'Form of file', isDetail: true },
  { field: 'archive_files.file_size', heading: 'Size of file', kind: 'bytes', isDetail: true },
  { field: 'archive_files.id', heading: 'File ID', isDetail: true },
  { field: 'archive_files.individual', heading: 'Made of one participant', isDetail: true },
  { field: 'archive_files.participant_email', heading: 'E-mail of the participant', isDetail: true },
  {
    field: 'archive_files.participant_join_time',
    heading: 'Participant joined',
    kind: 'moment',
    isDetail: true,
  },
  {
    field: 'archive_files.participant_leave_time',
    heading: 'Participant left',
    kind: 'moment',
    isDetail: true,
  },
  { field: 'archive_files.status', heading: 'State of the file', codes: states, isDetail: true },
  { field: 'archive_files.number_of_messages', heading: 'Messages in the file', isDetail: true },
  { field: 'archive_files.encryption_fingerprint', heading: 'Fingerprint (SHA-256)', isDetail: true },
  { field: 'archive_files.storage_location', heading: 'Stored in', isDetail: true },
  { field: 'archive_files.auto_delete', heading: 'Is deleted by itself', isDetail: true },
  { field: 'archive_files.file_path', heading: 'Path on the company’s server', isDetail: true },
  { field: 'physical_files.file_name', heading: 'Name of the file sent', isDetail: true },
  { field: 'physical_files.file_size', heading: 'Size of the file sent', kind: 'bytes', isDetail: true },
  { field: 'physical_files.file_id', heading: 'ID of the file sent', isDetail: true },
];
