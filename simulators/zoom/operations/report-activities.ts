import type { JsonObject } from '../json.js';
import type { Operation } from '../operation.js';
import { textOf } from '../text-of.js';
import { accountReport } from './account-report.js';

/** Sign-ins of everybody. Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/activities */
export const reportActivities: Operation = {
  template: '/report/activities',
  family: 'main',
  label: 'heavy',
  scopes: { granular: ['report:read:user_activities:admin'], classic: ['report:read:admin'] },
  answer: (exchange) => {
    const { activities } = exchange.state.world.reports;
    const { fields, rows } = accountReport(exchange, activities, {
      ...{ timeField: 'time', sixMonths: true, echoesWindow: true, totals: [] },
    });
    return { status: 200, body: { ...fields, ...asMoments(fields), activity_logs: rows } };
  },
};

// The document echoes date-times although days are asked.
const asMoments = ({ from, to }: JsonObject) => ({
  from: `${textOf(from)}T00:00:00Z`,
  to: `${textOf(to)}T00:00:00Z`,
});
