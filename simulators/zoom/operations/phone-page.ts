import type { JsonObject } from '../json.js';
import { pageOf, type Page } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import type { Rows } from '../lists/rows.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange } from '../operation.js';
import type { WorldUser } from '../world/world-user.js';

/** How one Phone list differs from the others. */
export interface PhoneListRule {
  timeField: string;
  /** What is answered without dates. */
  defaultHours: number;
  badWindowCode: 300 | 301;
  /** Leaves out rows that a filter of the query excludes. */
  keeps?: (record: JsonObject) => boolean;
}

/** One page of a Phone list: a month at most, within six months, `to` required with `from`, both echoed. */
export function phonePage(
  exchange: Exchange,
  user: WorldUser,
  list: JsonObject[],
  rule: PhoneListRule,
): Page<JsonObject> {
  const window = windowOf(exchange, {
    withoutDates: { lastHours: rule.defaultHours },
    dateTimes: true,
    sixMonths: true,
    longWindows: exchange.state.settings.longWindows,
    badWindowCode: rule.badWindowCode,
  });
  const dated = rowsBetween(list, rule.timeField, window, user.sortedNewestFirst === true);
  const rows = rule.keeps ? filtered(dated, rule.keeps) : dated;
  const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 400, byToken: true, byNumber: false });
  return { rows: page.rows, fields: { from: window.from, to: window.to, ...page.fields } };
}

function filtered(rows: Rows, keeps: (record: JsonObject) => boolean): JsonObject[] {
  return Array.from({ length: rows.length }, (_, index) => rows.at(index) ?? {}).filter(keeps);
}
