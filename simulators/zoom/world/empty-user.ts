import { noFacts } from './account-facts.js';
import type { JsonObject } from '../json.js';
import type { WorldUser } from './world-user.js';

/** A person without any data, to which a world or a test adds some. */
export function emptyUser(
  fields: Pick<WorldUser, 'email'> & Partial<Omit<WorldUser, 'profile'>> & { profile?: JsonObject },
): WorldUser {
  const { profile, ...rest } = fields;
  return {
    status: 'active',
    licences: { webinar: false, phone: false },
    settings: {
      default: {},
      meeting_authentication: {},
      recording_authentication: {},
      meeting_security: {},
    },
    facts: noFacts(),
    webinarContent: {},
    meetings: [],
    reports: { past: [], pastOne: [], pastJoined: [] },
    webinars: [],
    meetingContent: {},
    recordings: [],
    connectorRecordings: [],
    trash: { meeting_recordings: [], recording_file: [] },
    clips: { kept: [], deleted: [], suspended: [], comments: {}, collaborators: {} },
    phone: {
      profile: {},
      settings: {},
      callElements: [],
      callLogs: [],
      voicemails: [],
      trashedVoicemails: [],
      recordings: [],
    },
    callSummaries: {},
    faxes: [],
    callHandling: {},
    sharedLines: { recordings: [], voicemails: [], trashedVoicemails: [] },
    sms: { sessions: [], messages: {} },
    chat: { channels: [], sessions: [], messages: {} },
    ...rest,
    profile: { type: 1, ...profile },
  };
}
