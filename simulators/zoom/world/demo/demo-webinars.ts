import type { JsonObject } from '../../json.js';
import type { WebinarList } from '../world-user.js';
import type { ListedRecord } from '../listed-record.js';
import type { DemoContext } from './demo-context.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;
const titles = ['Product news', 'Getting started', 'Security briefing', 'Ask the team'];

/** Webinars, gone by and coming. */
export function demoWebinars(context: DemoContext): ListedRecord<WebinarList>[] {
  return [-70, -40, -12, 6, 20, 34, 48].map((daysAhead, index) => ({
    lists: daysAhead < 0 ? ['scheduled'] : ['scheduled', 'upcoming'],
    record: webinar(context, titles[index % titles.length] ?? '', daysAhead),
  }));
}

function webinar(context: DemoContext, topic: string, daysAhead: number): JsonObject {
  const { random, person } = context;
  const id = random.digits(11);
  return {
    uuid: random.meetingUuid(),
    id,
    host_id: person.id,
    topic,
    type: 5,
    start_time: minutesAgo(context, -daysAhead * dayMinutes),
    duration: 60,
    timezone: 'Europe/Berlin',
    agenda: 'For customers and partners.',
    created_at: minutesAgo(context, 90 * dayMinutes),
    join_url: `https://example.com/j/${id}`,
    is_simulive: false,
    is_events_webinar: false,
  };
}
