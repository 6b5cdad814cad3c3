import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange } from '../operation.js';
import { Refusal } from '../refusal.js';

/** How one report of the account differs from the others. */
export interface AccountReportRule {
  timeField: string;
  /** Whether only the last six months answer. */
  sixMonths: boolean;
  /** Whether the answer names its window; one that does not cannot tell that it was cut, so a longer one is refused. */
  echoesWindow: boolean;
  /** Fields of a page that the answer has, beside the token and the size. */
  totals: readonly ('page_count' | 'total_records')[];
}

/** One page of a report about everybody: a month at most, Pro plan. */
export function accountReport(
  exchange: Exchange,
  list: JsonObject[],
  { timeField, sixMonths, echoesWindow, totals }: AccountReportRule,
): { fields: JsonObject; rows: JsonObject[] } {
  const { settings, world } = exchange.state;
  if (settings.plan === 'free')
    throw new Refusal(400, 200, `This is only available for paid account: ${world.account.id}.`);
  const window = windowOf(exchange, {
    ...{ withoutDates: 'refused', dateTimes: false, sixMonths, badWindowCode: 300 },
    longWindows: echoesWindow ? settings.longWindows : 'refuse',
  });
  const rows = rowsBetween(list, timeField, window, false);
  const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
  const { next_page_token, page_size } = page.fields;
  const counted = Object.fromEntries(totals.map((name) => [name, page.fields[name]]));
  const echo = echoesWindow ? { from: window.from, to: window.to } : {};
  return { fields: { ...echo, ...counted, next_page_token, page_size }, rows: page.rows };
}
