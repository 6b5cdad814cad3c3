import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { TelephoneKind } from '../world/account-reports.js';
import { accountReport } from './account-report.js';

const kinds: readonly TelephoneKind[] = ['1', '2', '3'];
const timeFields = ['start_time', 'end_time'];

/**
 * Calls into meetings, one kind a call, `1` by default. By the time of the meeting no total is given; such queries are
 * not simulated. Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/telephone
 */
export const reportTelephone: Operation = {
  template: '/report/telephone',
  family: 'main',
  label: 'heavy',
  scopes: { granular: ['report:read:telephone:admin'], classic: ['report:read:admin'] },
  answer: (exchange) => {
    const asked = exchange.query.get('type') ?? '1';
    const kind = kinds.find((one) => one === asked);
    if (!kind) throw new Refusal(400, 300, 'Invalid parameter: type.');
    const timeField = exchange.query.get('query_date_type') ?? 'start_time';
    if (!timeFields.includes(timeField)) throw new Refusal(400, 300, 'Invalid parameter: query_date_type.');
    const { fields, rows } = accountReport(exchange, exchange.state.world.reports.telephone[kind], {
      ...{ timeField, sixMonths: false, echoesWindow: true, totals: ['page_count', 'total_records'] },
    });
    return { status: 200, body: { ...fields, telephony_usage: rows } };
  },
};
