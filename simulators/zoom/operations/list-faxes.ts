import { decodePathValue } from '../decode-path-value.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { requirePhone } from './find-phone-user.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/fax/get/phone/extension/{extensionId}/fax/logs */
export const listFaxes: Operation = {
  template: '/phone/extension/{extensionId}/fax/logs',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:list_fax_log', 'phone:read:list_fax_log:admin'],
    classic: ['phone:read', 'phone:read:admin'],
  },
  answer: (exchange) => {
    requirePhone(exchange);
    const id = decodePathValue(exchange.parameters.extensionId ?? '');
    const owner = exchange.state.world.users.find(({ phone }) => phone.profile.extension_id === id);
    if (!owner) throw new Refusal(404, 404, 'Extension does not exist.');
    const window = windowOf(exchange, {
      ...{ withoutDates: { lastHours: 30 * 24 }, dateTimes: true, sixMonths: false, badWindowCode: 300 },
      longWindows: exchange.state.settings.longWindows,
    });
    const { rows, fields } = pageOf(exchange, rowsBetween(owner.faxes, 'create_time', window, false), {
      ...{ maximum: 300, badTokenCode: 400, byToken: true, byNumber: false },
    });
    const { next_page_token, total_records } = fields;
    const { from, to } = window;
    return { status: 200, body: { next_page_token, from, to, total_records, fax_logs: rows } };
  },
};
