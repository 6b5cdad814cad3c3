import { emailOf } from './people-world.js';

const dayMs = 86_400_000;

/** What is asked about each kind of person: files and details, many windows without files, everything small. */
const kinds = [
  { days: 12, media: true, sources: ['user', 'user-settings', 'recordings', 'phone-voicemails'] },
  { days: 75, media: false, sources: ['user', 'meeting-history', 'recordings'] },
  { days: 5, media: true, sources: ['user', 'recordings', 'recordings-trash', 'meeting-history'] },
];

/** The order about a person; the same person is always asked about in the same way. */
export function orderOf(person: number, now: number, reference: string) {
  const { days, media, sources } = kinds[person % kinds.length] ?? { days: 1, media: true, sources: [] };
  const day = (daysAgo: number) => new Date(now - daysAgo * dayMs).toISOString().slice(0, 10);
  return { email: emailOf(person), from: day(days), to: day(0), media, sources, reference };
}
