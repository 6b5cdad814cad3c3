import { findMember } from '../../find-user.js';
import type { JsonObject } from '../../json.js';
import { pageOf } from '../../lists/page-of.js';
import { rowsBetween } from '../../lists/rows-between.js';
import { windowOf } from '../../lists/window-of.js';
import type { Exchange, Operation } from '../../operation.js';
import { Refusal } from '../../refusal.js';
import type { Reply } from '../../reply.js';
import type { WorldUser } from '../../world/world-user.js';
import { clipRecord } from './clip-record.js';

const states = ['RECORD_START', 'RECORD_FAILED', 'RECORD_END', 'RECORD_SUCCESS'];

/**
 * Clips of one owner or of the account: a month at most, by the date of the last change unless asked otherwise; deleted
 * and suspended ones only by their state. Source: https://developers.zoom.us/docs/api/clips/#tag/clips/GET/clips
 */
export const listClips: Operation = {
  template: '/clips',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['clips:read:list_user_clips', 'clips:read:list_user_clips:admin'],
    classic: ['clips:read', 'clips:read:admin'],
  },
  answer: answerClips,
};

/** The same list, for a master account. */
export const listAccountClips: Operation = {
  ...{ template: '/accounts/{accountId}/clips', family: 'main', label: 'light' },
  scopes: { granular: ['clips:read:list_user_clips:master'], classic: ['clips:read:master'] },
  answer: answerClips,
};

function answerClips(exchange: Exchange): Reply {
  const { query, state } = exchange;
  const size = Number(query.get('page_size') ?? '30');
  if (size < 30) throw new Refusal(400, 300, 'Pagination Error');
  const window = windowOf(exchange, {
    ...{ withoutDates: 'today', dateTimes: true, sixMonths: false, longWindows: 'refuse' },
    badWindowCode: 300,
  });
  const owners = ownersOf(exchange);
  const field = query.get('date_filter_type') === 'CREATED_DATE' ? 'created_date' : 'modified_date';
  const rows = owners.flatMap((owner) => {
    const found = rowsBetween(listed(exchange, owner), field, window, false);
    return Array.from({ length: found.length }, (_, index) => found.at(index) ?? {});
  });
  const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
  const { next_page_token = '', page_size = 30, total_records = 0 } = page.fields;
  const data = page.rows.map((record) => clipRecord(record, state));
  return { status: 200, body: { data, next_page_token, page_size, total_records } };
}

function listed({ query }: Exchange, { clips }: WorldUser): JsonObject[] {
  const status = query.get('status') ?? '';
  if (status === 'RECORD_DELETE') return clips.deleted;
  if (status === 'SUSPENDED') return clips.suspended;
  return states.includes(status) ? clips.kept.filter((clip) => clip.status === status) : clips.kept;
}

/** A filter by somebody who is not there finds nothing. */
function ownersOf(exchange: Exchange): WorldUser[] {
  const name = exchange.query.get('user_id');
  if (name === null) return exchange.state.world.users;
  try {
    return [findMember({ ...exchange, parameters: { userId: encodeURIComponent(name) } })];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
