import { findMember } from '../find-user.js';
import { pageOf } from '../lists/page-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { WebinarList } from '../world/world-user.js';

const lists: WebinarList[] = ['scheduled', 'upcoming'];

/**
 * Documents only `page_number`, though its answer carries a token.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/webinars/get/users/{userId}/webinars
 */
export const listUserWebinars: Operation = {
  template: '/users/{userId}/webinars',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['webinar:read:list_webinars', 'webinar:read:list_webinars:admin'],
    classic: ['webinar:read:admin', 'webinar:read'],
  },
  answer: (exchange) => {
    const user = findMember(exchange);
    if (!user.licences.webinar) {
      throw new Refusal(
        400,
        200,
        'Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user in order to perform this action.',
      );
    }
    const asked = exchange.query.get('type') ?? 'scheduled';
    const list = lists.find((name) => name === asked);
    if (!list) throw new Refusal(400, 300, 'Invalid parameter: type.');
    const rows = user.webinars.filter(({ lists }) => lists.includes(list));
    const byToken = exchange.state.settings.webinarPaging === 'token';
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken, byNumber: true });
    return { status: 200, body: { ...page.fields, webinars: page.rows.map(({ record }) => record) } };
  },
};
