import type { Operation } from '../operation.js';
import { accountFacts } from './account-facts.js';
import { webinarOperations } from './webinar-content.js';
import { downloadClip } from './clips/download-clip.js';
import { getClip } from './clips/get-clip.js';
import { listAccountClips, listClips } from './clips/list-clips.js';
import { listClipCollaborators, listClipComments } from './clips/list-of-clip.js';
import { downloadPhoneRecording } from './download-phone-recording.js';
import { downloadPhoneTranscript } from './download-phone-transcript.js';
import { downloadVoicemail } from './download-voicemail.js';
import { getArchivedFiles } from './get-archived-files.js';
import { getMeetingRecordings } from './get-meeting-recordings.js';
import { getPhoneProfile } from './get-phone-profile.js';
import { getPhoneSettings } from './get-phone-settings.js';
import { getUserSettings } from './get-user-settings.js';
import { getUser } from './get-user.js';
import { getVoicemail } from './get-voicemail.js';
import { listArchivedFiles } from './list-archived-files.js';
import { listCallHistory } from './list-call-history.js';
import { listCallLogs } from './list-call-logs.js';
import { getCallSummary } from './get-call-summary.js';
import { getCallHandling } from './get-call-handling.js';
import { listAccountRecordings, listAccountVoicemails } from './list-account-phone.js';
import { listFaxes } from './list-faxes.js';
import { getSmsMessage, getSmsSession } from './get-sms-session.js';
import { listChatMessages } from './list-chat-messages.js';
import { listChatSessions } from './list-chat-sessions.js';
import { reportChatMessages } from './report-chat-messages.js';
import { reportChatSessions } from './report-chat-sessions.js';
import { listChatChannels } from './list-chat-channels.js';
import { listPastInstances } from './list-past-instances.js';
import { listPhoneRecordings } from './list-phone-recordings.js';
import { listSmsSessions } from './list-sms-sessions.js';
import { listUserMeetings } from './list-user-meetings.js';
import { listUserRecordings } from './list-user-recordings.js';
import { listUserWebinars } from './list-user-webinars.js';
import { listUsers } from './list-users.js';
import { listVoicemails } from './list-voicemails.js';
import { getSummary, listSummaries } from './meeting-summaries.js';
import {
  getPastMeeting,
  pastPolls,
  pastQuestions,
  reportMeeting,
  reportPolls,
  reportQuestions,
  reportSurvey,
} from './past-meeting.js';
import { getInvitation, getMeeting, getSurvey, listPolls, listRegistrants } from './planned-meeting.js';
import {
  getRecordingSettings,
  getTranscript,
  listRecordingRegistrants,
  listRecordingViews,
} from './recording-content.js';
import { metricsParticipants, pastParticipants, reportParticipants } from './past-participants.js';
import { reportActivities } from './report-activities.js';
import { reportOperationLogs } from './report-operation-logs.js';
import { reportTelephone } from './report-telephone.js';
import { reportUserMeetings } from './report-user-meetings.js';

/** Every operation the simulator answers. */
export const allOperations: readonly Operation[] = [
  getUser,
  listUsers,
  getUserSettings,
  listUserMeetings,
  reportUserMeetings,
  listUserWebinars,
  listUserRecordings,
  getMeetingRecordings,
  listSummaries,
  getMeeting,
  getInvitation,
  listRegistrants,
  listPolls,
  getSurvey,
  listPastInstances,
  getPastMeeting,
  pastPolls,
  pastQuestions,
  reportMeeting,
  reportPolls,
  reportQuestions,
  reportSurvey,
  getSummary,
  getRecordingSettings,
  listRecordingRegistrants,
  listRecordingViews,
  getTranscript,
  metricsParticipants,
  reportParticipants,
  pastParticipants,
  getPhoneProfile,
  getPhoneSettings,
  listCallHistory,
  listCallLogs,
  listVoicemails,
  getVoicemail,
  listPhoneRecordings,
  downloadVoicemail,
  downloadPhoneRecording,
  downloadPhoneTranscript,
  listArchivedFiles,
  getArchivedFiles,
  ...accountFacts,
  ...webinarOperations,
  listClips,
  listAccountClips,
  getClip,
  listClipComments,
  listClipCollaborators,
  downloadClip,
  getCallHandling,
  getCallSummary,
  listFaxes,
  listAccountRecordings,
  listAccountVoicemails,
  listSmsSessions,
  getSmsSession,
  getSmsMessage,
  listChatChannels,
  reportChatSessions,
  reportChatMessages,
  listChatSessions,
  listChatMessages,
  reportActivities,
  reportOperationLogs,
  reportTelephone,
];
