import type { JsonObject } from '../json.js';

/** States by which registrants are listed; only the first is shown without being asked for. */
export type RegistrantState = 'approved' | 'pending' | 'denied';

/** What Zoom holds beside one meeting or webinar: by its number what was planned, by a UUID what took place. */
export interface MeetingContent {
  /** Of a number: `GET /past_meetings/{meetingId}/instances`. */
  occurrences?: JsonObject[];
  /** Of a number: `GET /meetings/{meetingId}`. */
  details?: JsonObject;
  /** Of a number: `GET /meetings/{meetingId}/invitation`. */
  invitation?: JsonObject;
  /** Of a number: `GET /meetings/{meetingId}/registrants`, by state; those of one occurrence have its `occurrence_id`. */
  registrants?: Record<RegistrantState, JsonObject[]>;
  /** Of a number: the polls that were made ready. */
  polls?: JsonObject[];
  /** Of a number: the survey that was made ready. */
  survey?: JsonObject;
  /** Of a UUID: `GET /past_meetings/{meetingId}`. */
  past?: JsonObject;
  /** Of a UUID: `GET /report/meetings/{meetingId}`. */
  report?: JsonObject;
  /** Of a UUID: one row per stay of a person, with the fields of the dashboard. */
  participants?: JsonObject[];
  /** Of a UUID: one row per person, with the fields of the report. */
  pollAnswers?: JsonObject[];
  questions?: JsonObject[];
  surveyAnswers?: JsonObject[];
  /** Of a UUID: the whole summary; the account's list shows a part of its fields. */
  summary?: JsonObject;
  /** Of the UUID of a recording. */
  recordingSettings?: JsonObject;
  recordingRegistrants?: Record<RegistrantState, JsonObject[]>;
  recordingViews?: Record<'by_view' | 'by_download', JsonObject[]>;
  transcript?: JsonObject;
}

/** The content of one meeting of a host, made where it is not there yet. */
export function contentOf(
  user: { meetingContent: Record<string, MeetingContent> },
  key: string,
): MeetingContent {
  return (user.meetingContent[key] ??= {});
}
