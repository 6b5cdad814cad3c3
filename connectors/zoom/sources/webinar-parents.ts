import {
  textOf,
  type ForEach,
  type Given,
  type PathValues,
  type Source,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { both, isHosted, isMeeting } from './meeting-parents.js';

/** The path value of an operation that is asked by the number of a webinar. */
export function webinarIdOf({ parent }: Given): PathValues | undefined {
  const webinarId = textOf(parent?.id);
  return webinarId === undefined ? undefined : { webinarId };
}

/** A webinar of the person's list, for rows that have an `id` of their own. */
export const eachWebinar: readonly ForEach[] = [
  { source: 'webinars', carry: ['uuid', 'topic', 'start_time'] },
];

const isWebinar = (row: VendorRecord) => {
  const known = isMeeting(row);
  return known === undefined ? undefined : !known;
};

/** Webinars of the history that the person hosted. */
export const hostedWebinars: ForEach = {
  source: 'meeting-history',
  where: (row, subject) => both(isWebinar(row), isHosted(row, subject)),
  carry: ['uuid', 'topic', 'start_time'],
};

/** Every date on which a webinar of the person took place, by its UUID. */
export const heldWebinars: readonly ForEach[] = [
  { source: 'past-webinars', carry: ['uuid', 'topic', 'start_time'] },
  hostedWebinars,
];

/** What every source of webinars shares. */
export const ofWebinars = {
  category: 'Meetings and webinars',
  groups: ['webinars'],
} satisfies Partial<Source>;

/** Classic scopes that open every operation of webinars. */
export const classicWebinarScopes = ['webinar:read', 'webinar:read:admin'];
