import { plannedMeeting } from '../find-meeting.js';
import type { Operation } from '../operation.js';
import { textOf } from '../text-of.js';

/**
 * The dates a meeting took place on; older ones are missing without a word.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}/instances
 */
export const listPastInstances: Operation = {
  template: '/past_meetings/{meetingId}/instances',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['meeting:read:list_past_instances', 'meeting:read:list_past_instances:admin'],
    classic: ['meeting:read:admin', 'meeting:read'],
  },
  answer: (exchange) => {
    const now = exchange.state.settings.now();
    const earliest = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 15, now.getUTCDate());
    const [from, to] = ['from', 'to'].map((name) => exchange.query.get(name) ?? '');
    const { occurrences = [] } = plannedMeeting(exchange);
    const meetings = occurrences.filter(({ start_time: start }) => {
      const day = textOf(start).slice(0, 10);
      // One of the two alone does nothing.
      const isWanted = !from || !to || (day >= from && day <= to);
      return isWanted && !(Date.parse(textOf(start)) < earliest);
    });
    return { status: 200, body: { meetings } };
  },
};
