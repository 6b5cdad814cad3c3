import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { accountReport } from './account-report.js';

const categories = [
  ...['all', 'user', 'user_settings', 'account', 'billing', 'im', 'recording', 'phone_contacts', 'webinar'],
  ...['sub_account', 'role', 'zoom_rooms'],
];

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/operationlogs */
export const reportOperationLogs: Operation = {
  template: '/report/operationlogs',
  family: 'main',
  label: 'heavy',
  scopes: { granular: ['report:read:operation_logs:admin'], classic: ['report:read:admin'] },
  answer: (exchange) => {
    const category = exchange.query.get('category_type') ?? 'all';
    if (!categories.includes(category)) throw new Refusal(400, 300, 'Invalid parameter: category_type.');
    const { operationLogs } = exchange.state.world.reports;
    const list =
      category === 'all' ? operationLogs : operationLogs.filter((row) => row.category_type === category);
    const { fields, rows } = accountReport(exchange, list, {
      ...{ timeField: 'time', sixMonths: false, echoesWindow: false, totals: [] },
    });
    return { status: 200, body: { ...fields, operation_logs: rows } };
  },
};
