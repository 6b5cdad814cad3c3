import type { JsonObject } from '../json.js';
import type { Exchange } from '../operation.js';
import { Refusal } from '../refusal.js';
import { badPageToken } from './bad-page-token.js';
import type { Rows } from './rows.js';

/** How an operation pages. */
export interface PageRule {
  /** Largest `page_size`. */
  maximum: number;
  /** `page_size` where none is asked; absent: 30. */
  defaultSize?: number;
  /** Zoom's code for a bad token: 300, in Phone 400. */
  badTokenCode: 300 | 400;
  /** Whether `next_page_token` in the query is heeded. */
  byToken: boolean;
  /** Whether `page_number` in the query is heeded. */
  byNumber: boolean;
}

/** One page and the fields that describe it. */
export interface Page<Row> {
  rows: Row[];
  fields: JsonObject;
}

const defaultPageSize = 30;

/** The page a request asks for. Source: https://developers.zoom.us/docs/api/using-zoom-apis/#pagination */
export function pageOf<Row>(exchange: Exchange, rows: Rows<Row>, rule: PageRule): Page<Row> {
  const asked = pageSize(exchange, rule);
  const { emptyFirstPages, shortPages = {} } = exchange.state.world;
  const size = Math.min(asked, shortPages[exchange.operation.template] ?? asked);
  const number = pageNumber(exchange, rule);
  const { offset, emptyPageGiven } = position(exchange, rule, (number - 1) * size);
  const isEmptyPage =
    offset === 0 &&
    !emptyPageGiven &&
    rows.length > 0 &&
    emptyFirstPages.includes(exchange.operation.template);
  const end = isEmptyPage ? 0 : Math.min(rows.length, offset + size);
  const page: Row[] = [];
  for (let index = offset; index < end; index += 1) page.push(rows.at(index) as Row);
  const next =
    end < rows.length
      ? exchange.state.pageTokens.issue(listName(exchange), { offset: end, emptyPageGiven: true })
      : '';
  const fields: JsonObject = {
    next_page_token: next,
    page_count: Math.ceil(rows.length / size),
    page_size: asked,
    total_records: rows.length,
  };
  if (rule.byNumber) fields.page_number = number;
  return { rows: page, fields };
}

function position(exchange: Exchange, rule: PageRule, offset: number) {
  const token = exchange.query.get('next_page_token');
  if (!token || !rule.byToken) return { offset, emptyPageGiven: offset > 0 };
  const found = exchange.state.pageTokens.open(listName(exchange), token);
  if (!found) throw badPageToken(rule.badTokenCode);
  return found;
}

function pageSize(exchange: Exchange, { maximum, defaultSize = defaultPageSize }: PageRule): number {
  const size = wholeNumber(exchange, 'page_size', defaultSize);
  if (size <= maximum) return size;
  if (exchange.state.settings.oversizedPages === 'cut') return maximum;
  throw new Refusal(400, 300, `The page size should be less than or equal to ${maximum}.`);
}

function pageNumber(exchange: Exchange, rule: PageRule): number {
  return rule.byNumber ? wholeNumber(exchange, 'page_number', 1) : 1;
}

function wholeNumber(exchange: Exchange, parameter: string, absent: number): number {
  const text = exchange.query.get(parameter);
  if (text === null || text === '') return absent;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Refusal(400, 300, `Invalid parameter: ${parameter}.`);
  return Number(text);
}

// A token belongs to the very query it was made for: all other parameters must be repeated.
function listName(exchange: Exchange): string {
  const parameters = [...exchange.query]
    .filter(([name]) => name !== 'next_page_token' && name !== 'page_number')
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return `${exchange.path}?${parameters.join('&')}`;
}
