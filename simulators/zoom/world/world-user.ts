import type { WebinarContent } from './webinar-content.js';
import type { AccountFacts } from './account-facts.js';
import type { JsonObject } from '../json.js';
import type { ListedRecord } from './listed-record.js';
import type { MeetingContent } from './meeting-content.js';

/** `type` values of `GET /users/{userId}/meetings`. */
export type MeetingList = 'scheduled' | 'live' | 'upcoming' | 'upcoming_meetings' | 'previous_meetings';

/** `type` values of `GET /users/{userId}/webinars`. */
export type WebinarList = 'scheduled' | 'upcoming';

/** `type` values of `GET /report/users/{userId}/meetings`. */
export type ReportList = 'past' | 'pastOne' | 'pastJoined';

/** The four shapes of `GET /users/{userId}/settings`, by the value of `option`. */
export type SettingsShape =
  'default' | 'meeting_authentication' | 'recording_authentication' | 'meeting_security';

/** The lists of the report of one chat. */
export interface ChatLists {
  messages: JsonObject[];
  edited?: JsonObject[];
  deleted?: JsonObject[];
}

/** One person of the account and everything Zoom holds about them. */
export interface WorldUser {
  /** Absent while the invitation is pending. */
  id?: string;
  email: string;
  status: 'active' | 'inactive' | 'pending';
  /** A pending user whose invitation expired answers 400/1120. */
  invitationExpired?: boolean;
  /** False: the e-mail answers 404/1001 and only the id, found in the lists, works. */
  foundByEmail?: boolean;
  /** Addresses that lead to this user although the record shows another one: aliases, former addresses. */
  aliases?: string[];
  /** The only name Zoom Phone knows the user by; absent: both. */
  phoneKnows?: 'id' | 'address';
  licences: { webinar: boolean; phone: boolean };
  /** True promises that every dated list below is sorted newest first; windows are then found by bisection. */
  sortedNewestFirst?: boolean;
  /** The record of `GET /users/{userId}`; the list of users shows the fields it has in common. */
  profile: JsonObject;
  settings: Record<SettingsShape, JsonObject>;
  facts: AccountFacts;
  /** By the number and the UUID of a webinar. */
  webinarContent: Record<string, WebinarContent>;
  meetings: ListedRecord<MeetingList>[];
  reports: Record<ReportList, JsonObject[]>;
  webinars: ListedRecord<WebinarList>[];
  /** What is told of single meetings, by the number or the UUID they are asked by. */
  meetingContent: Record<string, MeetingContent>;
  /** Recorded meetings with `recording_files` and perhaps `participant_audio_files` (never in the user's list). */
  recordings: JsonObject[];
  /** Recordings of an on-premise meeting connector (`mc=true`): `file_path`, no `download_url`. */
  connectorRecordings: JsonObject[];
  /** Trash, by `trash_type`; files carry `deleted_time`. */
  trash: Record<'meeting_recordings' | 'recording_file', JsonObject[]>;
  /** The video of a clip is the file whose id is the clip's; `thumbnail_link` holds a media reference. */
  clips: {
    kept: JsonObject[];
    deleted: JsonObject[];
    suspended: JsonObject[];
    /** By clip id. Replies stand inside, as `children_comments`. */
    comments: Record<string, JsonObject[]>;
    collaborators: Record<string, JsonObject[]>;
  };
  phone: {
    profile: JsonObject;
    settings: JsonObject;
    /** `call_elements[]` of call_history; its transitional `call_logs[]` are made from them. */
    callElements: JsonObject[];
    /** Rows of the deprecated `/call_logs`. */
    callLogs: JsonObject[];
    /** Voicemails with all fields; the list leaves out what only the detail call shows. */
    voicemails: JsonObject[];
    trashedVoicemails: JsonObject[];
    /** `download_url` and `transcript_download_url` hold media references. */
    recordings: JsonObject[];
  };
  /** What the assistant wrote about calls, by the id of the summary. */
  callSummaries: Record<string, JsonObject>;
  /** Faxes of the person's extension. */
  faxes: JsonObject[];
  /** What becomes of calls, by kind of hours, or by the id of a holiday or break. */
  callHandling: Record<string, JsonObject>;
  /** What shared lines keep that concerns the person; each names its owner. */
  sharedLines: { recordings: JsonObject[]; voicemails: JsonObject[]; trashedVoicemails: JsonObject[] };
  /** Conversations by SMS, and their messages by session; attachments hold media references. */
  sms: { sessions: JsonObject[]; messages: Record<string, JsonObject[]> };
  chat: {
    /** Channels and groups of which the person is a member. */
    channels: JsonObject[];
    /** Chats of the person, as the account's report lists them. */
    sessions: JsonObject[];
    /** What was written, by the id of the chat; files hold media references. */
    messages: Record<string, ChatLists>;
  };
}
