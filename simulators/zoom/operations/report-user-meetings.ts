import { findMember } from '../find-user.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { ReportList } from '../world/world-user.js';

const lists: ReportList[] = ['past', 'pastOne', 'pastJoined'];

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/users/{userId}/meetings */
export const reportUserMeetings: Operation = {
  template: '/report/users/{userId}/meetings',
  family: 'main',
  label: 'heavy',
  scopes: { granular: ['report:read:user:admin'], classic: ['report:read:admin'] },
  answer: (exchange) => {
    const { settings, world } = exchange.state;
    if (settings.plan === 'free') {
      throw new Refusal(400, 200, `This is only available for paid account: ${world.account.id}.`);
    }
    const user = findMember(exchange, {
      status: 404,
      code: 1001,
      message: 'User {userId} not exist or not belong to this account.',
    });
    const asked = exchange.query.get('type') ?? 'past';
    const list = lists.find((name) => name === asked);
    if (!list) throw new Refusal(400, 300, 'Invalid parameter: type.');
    const window = windowOf(exchange, {
      withoutDates: 'refused',
      dateTimes: false,
      sixMonths: true,
      longWindows: settings.longWindows,
      badWindowCode: 300,
    });
    const rows = rowsBetween(user.reports[list], 'start_time', window, user.sortedNewestFirst === true);
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
    return { status: 200, body: { from: window.from, to: window.to, ...page.fields, meetings: page.rows } };
  },
};
