import { findMember } from '../find-user.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { sixMonthsBefore } from '../lists/six-months-before.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { MeetingList } from '../world/world-user.js';

const lists: MeetingList[] = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'];

/**
 * Scheduled, unexpired meetings by `type`; all types but `scheduled` and `live` reach back six months.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/users/{userId}/meetings
 */
export const listUserMeetings: Operation = {
  template: '/users/{userId}/meetings',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['meeting:read:list_meetings', 'meeting:read:list_meetings:admin'],
    classic: ['meeting:read:admin', 'meeting:read'],
  },
  answer: (exchange) => {
    const user = findMember(exchange);
    const asked = exchange.query.get('type') ?? 'scheduled';
    const list = lists.find((name) => name === asked);
    if (!list) throw new Refusal(400, 300, 'Invalid parameter: type.');
    const inWindow = windowTest(exchange, list);
    const rows = user.meetings.filter(({ lists, record }) => lists.includes(list) && inWindow(record));
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: true });
    return { status: 200, body: { ...page.fields, meetings: page.rows.map(({ record }) => record) } };
  },
};

function windowTest(exchange: Exchange, list: MeetingList): (record: JsonObject) => boolean {
  const from = dateParameter(exchange, 'from');
  const to = dateParameter(exchange, 'to');
  const hasFloor = list !== 'scheduled' && list !== 'live';
  const floorMs = hasFloor ? sixMonthsBefore(exchange.state.settings.now().getTime()) : -Infinity;
  const dayOf = dayIn(exchange.query.get('timezone') ?? 'UTC');
  return ({ start_time: start }) => {
    if (typeof start !== 'string') return true;
    if (Date.parse(start) < floorMs) return false;
    if (from === undefined && to === undefined) return true;
    const day = dayOf(new Date(start));
    return day >= (from ?? day) && day <= (to ?? day);
  };
}

function dateParameter(exchange: Exchange, name: 'from' | 'to'): string | undefined {
  const text = exchange.query.get(name) ?? '';
  if (text === '') return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Refusal(400, 300, `Invalid parameter: ${name}.`);
  return text;
}

function dayIn(timeZone: string): (time: Date) => string {
  try {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    return (time) => format.format(time);
  } catch {
    throw new Refusal(400, 300, 'Invalid parameter: timezone.');
  }
}
