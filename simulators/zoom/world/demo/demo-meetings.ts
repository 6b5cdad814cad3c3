import type { JsonObject } from '../../json.js';
import type { MeetingList } from '../world-user.js';
import type { ListedRecord } from '../listed-record.js';
import type { DemoContext } from './demo-context.js';
import { topics } from './demo-names.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;

/** Scheduled meetings by list: coming, live, gone by, and a series that is one row here and many there. */
export function demoMeetings(context: DemoContext): ListedRecord<MeetingList>[] {
  return [
    ...Array.from({ length: 11 }, (_, index) => ({
      lists: ['scheduled', 'upcoming', 'upcoming_meetings'] satisfies MeetingList[],
      record: scheduled(context, minutesAgo(context, -(index + 1) * 4 * dayMinutes)),
    })),
    {
      lists: ['scheduled', 'live', 'upcoming', 'upcoming_meetings'],
      record: { ...scheduled(context, minutesAgo(context, 10)), topic: 'Live right now' },
    },
    ...Array.from({ length: 14 }, (_, index) => ({
      lists: ['scheduled', 'previous_meetings'] satisfies MeetingList[],
      record: scheduled(context, minutesAgo(context, (index + 1) * 11 * dayMinutes)),
    })),
    {
      lists: ['scheduled', 'previous_meetings'],
      record: scheduled(context, minutesAgo(context, 210 * dayMinutes)),
    },
    { lists: ['scheduled'], record: withoutFixedTime(context) },
    ...series(context),
  ];
}

function scheduled({ random, person, now }: DemoContext, start: string): JsonObject {
  const id = random.digits(11);
  const created = Math.min(Date.parse(start), now.getTime()) - random.int(2, 20) * dayMinutes * 60_000;
  return {
    uuid: random.meetingUuid(),
    id,
    host_id: person.id,
    topic: random.pick(topics),
    type: 2,
    start_time: start,
    duration: random.pick([30, 45, 60]),
    timezone: 'Europe/Berlin',
    agenda: 'Agenda follows by mail.',
    created_at: `${new Date(created).toISOString().slice(0, 19)}Z`,
    join_url: `https://example.com/j/${id}?pwd=${random.id()}`,
  };
}

function withoutFixedTime(context: DemoContext): JsonObject {
  const { start_time: _none, ...meeting } = scheduled(context, minutesAgo(context, 100 * dayMinutes));
  return { ...meeting, type: 3, topic: 'Open office hours', pmi: '6501234567' };
}

// Occurrences share UUID and ID and differ only in their start.
function series(context: DemoContext): ListedRecord<MeetingList>[] {
  const week = 7 * dayMinutes;
  const at = (weeks: number) => minutesAgo(context, -weeks * week + 2 * dayMinutes);
  const row = { ...scheduled(context, at(1)), type: 8, topic: 'Customer Success weekly' };
  const occurrence = (weeks: number) => ({ ...row, start_time: at(weeks) });
  return [
    { lists: ['scheduled', 'upcoming', 'upcoming_meetings'], record: row },
    ...[2, 3, 4, 5, 6].map((weeks) => ({
      lists: ['upcoming_meetings'] satisfies MeetingList[],
      record: occurrence(weeks),
    })),
    ...[-1, -2, -3, -4, -5, -6].map((weeks) => ({
      lists: ['previous_meetings'] satisfies MeetingList[],
      record: occurrence(weeks),
    })),
  ];
}
