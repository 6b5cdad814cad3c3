import {
  textOf,
  type ForEach,
  type Given,
  type PathValues,
  type Subject,
  type VendorRecord,
} from '../../../src/contract/index.js';

import { isAddressOf } from './is-subject.js';

/** Kinds of meeting that are webinars: https://developers.zoom.us/docs/api/meetings/ */
const webinarKinds = [5, 6, 9];

/** The path value of an operation that is asked for one occurrence; Zoom wants some UUIDs encoded twice. */
export function uuidOf({ parent }: Given): PathValues | undefined {
  const uuid = textOf(parent?.uuid);
  return uuid === undefined ? undefined : { uuid };
}

/** The path value of an operation that is asked by the number of a meeting. */
export function meetingIdOf({ parent }: Given): PathValues | undefined {
  const meetingId = textOf(parent?.id);
  return meetingId === undefined ? undefined : { meetingId };
}

/** Two parents can tell of one occurrence, which is asked about once. */
export const byUuid = ({ uuid }: VendorRecord) => textOf(uuid);

/** Whether a row of the history is a meeting; undefined: it does not say. */
export function isMeeting({ type }: VendorRecord): boolean | undefined {
  return textOf(type) === undefined ? undefined : !webinarKinds.includes(Number(type));
}

/**
 * Whether the person hosted what a row of the history tells of. The document calls `user_email` "the user’s" and not the
 * host’s, so a row whose two names differ is somebody else’s as well.
 */
export function isHosted(
  { user_email, user_name, host_name }: VendorRecord,
  subject: Subject,
): boolean | undefined {
  const [email, name, host] = [textOf(user_email), textOf(user_name), textOf(host_name)];
  if (name !== undefined && host !== undefined && name !== host) return false;
  return email === undefined ? undefined : isAddressOf(subject, email);
}

/** False where one says no; undefined where nobody says anything. */
export function both(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === false || other === false) return false;
  return one ?? other;
}

/** Meetings of the history that the person hosted, each occurrence by its UUID. */
export const hostedMeetings: ForEach = {
  source: 'meeting-history',
  where: (row, subject) => both(isMeeting(row), isHosted(row, subject)),
  carry: ['uuid', 'id', 'topic', 'start_time'],
};

/** Every date on which a meeting of the person took place, as far as Zoom tells. */
export const occurrences: ForEach = {
  source: 'past-occurrences',
  carry: ['uuid', 'id', 'topic', 'start_time'],
};

/** Every occurrence of the person's meetings, whichever list tells of it. */
export const heldMeetings = (carry?: readonly string[]): ForEach[] =>
  [hostedMeetings, occurrences].map((parent) => ({ ...parent, carry }));
