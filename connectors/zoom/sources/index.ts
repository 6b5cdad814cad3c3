import { archivedMeetings } from './archived-meetings.js';
import { permissions } from './permissions.js';
import { assistants } from './assistants.js';
import { schedulers } from './schedulers.js';
import { collaborationDevices } from './collaboration-devices.js';
import { presence } from './presence.js';
import { meetingTemplates } from './meeting-templates.js';
import { webinarTemplates } from './webinar-templates.js';
import { audioConferences } from './audio-conferences.js';
import { telephoneBridges } from './telephone-bridges.js';
import { clipCollaborators } from './clip-collaborators.js';
import { clipComments } from './clip-comments.js';
import { clips } from './clips.js';
import { chatChannels } from './chat-channels.js';
import { chatMessages } from './chat-messages.js';
import { chatSessions } from './chat-sessions.js';
import { dialIns } from './dial-ins.js';
import { meetingAttendance } from './meeting-attendance.js';
import { meetingDetails } from './meeting-details.js';
import { meetingHistory } from './meeting-history.js';
import { meetingInvitations } from './meeting-invitations.js';
import { meetingParticipants } from './meeting-participants.js';
import { meetingPollAnswers } from './meeting-poll-answers.js';
import { meetingPolls } from './meeting-polls.js';
import { meetingQuestions } from './meeting-questions.js';
import { meetingRegistrants } from './meeting-registrants.js';
import { meetingReports } from './meeting-reports.js';
import { meetingSummaries } from './meeting-summaries.js';
import { meetingSummaryList } from './meeting-summary-list.js';
import { meetingSurveyAnswers } from './meeting-survey-answers.js';
import { meetingSurveys } from './meeting-surveys.js';
import { meetingTranscripts } from './meeting-transcripts.js';
import { meetings } from './meetings.js';
import { operationLogs } from './operation-logs.js';
import { pastMeetings } from './past-meetings.js';
import { pastOccurrences } from './past-occurrences.js';
import { phoneCalls } from './phone-calls.js';
import { phoneProfile } from './phone-profile.js';
import { phoneRecordings } from './phone-recordings.js';
import { phoneSettings } from './phone-settings.js';
import { phoneCallSummaries } from './phone-call-summaries.js';
import { phoneCallHandling } from './phone-call-handling.js';
import { phoneFaxes } from './phone-faxes.js';
import { sharedRecordings } from './shared-recordings.js';
import { sharedVoicemails } from './shared-voicemails.js';
import { phoneSmsMessages } from './phone-sms-messages.js';
import { phoneSms } from './phone-sms.js';
import { phoneVoicemails } from './phone-voicemails.js';
import { recordingRegistrants } from './recording-registrants.js';
import { recordingSettings } from './recording-settings.js';
import { recordingViews } from './recording-views.js';
import { recordings } from './recordings.js';
import { recordingsTrash } from './recordings-trash.js';
import { signIns } from './sign-ins.js';
import { user } from './user.js';
import { userSettings } from './user-settings.js';
import { webinarPanelists } from './webinar-panelists.js';
import { webinarRegistrants } from './webinar-registrants.js';
import { pastWebinars } from './past-webinars.js';
import { webinarParticipants } from './webinar-participants.js';
import { webinarAbsentees } from './webinar-absentees.js';
import { webinarPollAnswers } from './webinar-poll-answers.js';
import { webinarPolls } from './webinar-polls.js';
import { webinarSurveys } from './webinar-surveys.js';
import { webinarQuestions } from './webinar-questions.js';
import { webinars } from './webinars.js';

/** The sources of Zoom, in report order. */
export const sources = [
  user,
  userSettings,
  permissions,
  assistants,
  schedulers,
  collaborationDevices,
  presence,
  meetingTemplates,
  webinarTemplates,
  audioConferences,
  telephoneBridges,
  meetings,
  meetingDetails,
  meetingInvitations,
  meetingRegistrants,
  meetingPolls,
  meetingSurveys,
  meetingHistory,
  pastOccurrences,
  pastMeetings,
  meetingReports,
  meetingParticipants,
  meetingAttendance,
  meetingPollAnswers,
  meetingQuestions,
  meetingSurveyAnswers,
  meetingSummaryList,
  meetingSummaries,
  webinars,
  webinarPanelists,
  webinarRegistrants,
  pastWebinars,
  webinarParticipants,
  webinarAbsentees,
  webinarPolls,
  webinarSurveys,
  webinarPollAnswers,
  webinarQuestions,
  recordings,
  recordingsTrash,
  recordingSettings,
  recordingRegistrants,
  recordingViews,
  meetingTranscripts,
  clips,
  clipComments,
  clipCollaborators,
  phoneProfile,
  phoneSettings,
  phoneCalls,
  phoneVoicemails,
  phoneRecordings,
  phoneCallHandling,
  phoneCallSummaries,
  sharedVoicemails,
  sharedRecordings,
  phoneFaxes,
  phoneSms,
  phoneSmsMessages,
  chatChannels,
  chatSessions,
  chatMessages,
  archivedMeetings,
  dialIns,
  signIns,
  operationLogs,
];
