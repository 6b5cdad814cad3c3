import type { JsonObject } from '../json.js';

/** What Zoom holds beside one meeting or webinar: by its number what was planned, by a UUID what took place. */
export interface MeetingContent {
  /** Of a number: `GET /past_meetings/{meetingId}/instances`. */
  occurrences?: JsonObject[];
  /** Of a UUID: one row per stay of a person, with the fields of the dashboard. */
  participants?: JsonObject[];
}

/** The content of one meeting of a host, made where it is not there yet. */
export function contentOf(
  user: { meetingContent: Record<string, MeetingContent> },
  key: string,
): MeetingContent {
  return (user.meetingContent[key] ??= {});
}
