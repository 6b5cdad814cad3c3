import { archivedMeetings } from './archived-meetings.js';
import { clipCollaborators } from './clip-collaborators.js';
import { clipComments } from './clip-comments.js';
import { clips } from './clips.js';
import { chatChannels } from './chat-channels.js';
import { chatMessages } from './chat-messages.js';
import { chatSessions } from './chat-sessions.js';
import { dialIns } from './dial-ins.js';
import { meetingHistory } from './meeting-history.js';
import { meetingParticipants } from './meeting-participants.js';
import { meetings } from './meetings.js';
import { pastOccurrences } from './past-occurrences.js';
import { operationLogs } from './operation-logs.js';
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
import { recordings } from './recordings.js';
import { recordingsTrash } from './recordings-trash.js';
import { signIns } from './sign-ins.js';
import { userSettings } from './user-settings.js';
import { user } from './user.js';
import { webinars } from './webinars.js';

/** The sources of Zoom, in report order. */
export const sources = [
  user,
  userSettings,
  meetings,
  meetingHistory,
  pastOccurrences,
  meetingParticipants,
  webinars,
  recordings,
  recordingsTrash,
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
