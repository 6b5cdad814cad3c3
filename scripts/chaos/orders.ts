import { emailOf } from './people-world.js';

const dayMs = 86_400_000;

/** What is asked about each kind of person: a few files, many windows without files, details and deleted files. */
const kinds = [
  { days: 6, media: true, sources: ['user', 'user-settings', 'recordings'] },
  { days: 75, media: false, sources: ['user', 'meeting-history', 'recordings'] },
  { days: 20, media: true, sources: ['user', 'recordings-trash', 'phone-voicemails'] },
];

/** The order about a person; the same person is always asked about in the same way. */
export function orderOf(person: number, now: number, reference: string) {
  const { days, media, sources } = kinds[person % kinds.length] ?? { days: 1, media: true, sources: [] };
  const day = (daysAgo: number) => new Date(now - daysAgo * dayMs).toISOString().slice(0, 10);
  return { email: emailOf(person), from: day(days), to: day(0), media, sources, reference };
}
