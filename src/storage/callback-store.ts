import type { CallbackDelivery, CallbackEvent } from '../model/callback.js';
import type { Row, Rows } from './rows.js';

/** What an attempt leaves of a delivery. */
export type DeliveryChange = Pick<
  CallbackDelivery,
  'state' | 'attempts' | 'nextAt' | 'lastStatus' | 'lastFault'
>;

/** A delivery with its place in the order of all. */
export type PlacedDelivery = CallbackDelivery & { position: number };

/** Deliveries of callbacks at rest. */
export interface CallbackStore {
  /** Adds one; nothing happens where the receiver has one for this event already. */
  add(delivery: CallbackDelivery): Promise<void>;
  find(id: string): Promise<CallbackDelivery | undefined>;
  /** Those of a receiver, newest first. */
  list(receiverId: string, before: number | undefined, limit: number): Promise<PlacedDelivery[]>;
  /** What is to be sent by now. One about the same thing that has hardly been tried goes first. */
  due(receiverId: string, now: number, limit: number): Promise<CallbackDelivery[]>;
  /** When something is due that is not yet; undefined: nothing waits. */
  nextAt(receiverId: string, now: number): Promise<number | undefined>;
  change(id: string, change: DeliveryChange, now: number): Promise<void>;
  /** How many wait for each receiver. */
  pending(): Promise<Map<string, number>>;
  /** Removes those that ended before a moment. */
  removeEnded(before: number): Promise<void>;
}

/** Attempts after which one that fails no longer holds up the next about the same thing. */
const attemptsInOrder = 3;

const isDue = `receiver_id = ?1 AND state = 'pending' AND NOT EXISTS (
  SELECT 1 FROM callback_deliveries AS earlier
  WHERE earlier.receiver_id = one.receiver_id AND earlier.subject_id = one.subject_id
    AND earlier.state = 'pending' AND earlier.position < one.position AND earlier.attempts < ${attemptsInOrder})`;

/** Deliveries in the database. */
export function createCallbackStore(rows: Rows): CallbackStore {
  return {
    add: async (one) => {
      await rows.run(
        `INSERT INTO callback_deliveries (id, receiver_id, sequence, event, subject_id, connection_id, url, body,
           state, attempts, next_at, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
        ...[one.id, one.receiverId, one.sequence ?? null, one.event, one.subjectId, one.connectionId ?? null],
        ...[one.url, one.body, one.state, one.attempts, one.nextAt ?? null, one.createdAt, one.updatedAt],
      );
    },
    find: async (id) => {
      const row = await rows.get('SELECT * FROM callback_deliveries WHERE id = ?', id);
      return row && toDelivery(row);
    },
    list: async (receiverId, before, limit) => {
      const sql = `SELECT * FROM callback_deliveries WHERE receiver_id = ?1 AND (?2 IS NULL OR position < ?2)
        ORDER BY position DESC LIMIT ?3`;
      return (await rows.all(sql, receiverId, before ?? null, limit)).map(toDelivery);
    },
    due: async (receiverId, now, limit) => {
      const sql = `SELECT * FROM callback_deliveries AS one WHERE ${isDue} AND next_at <= ?2
        ORDER BY next_at, position LIMIT ?3`;
      return (await rows.all(sql, receiverId, now, limit)).map(toDelivery);
    },
    nextAt: async (receiverId, now) => {
      const sql = `SELECT min(next_at) AS next_at FROM callback_deliveries AS one WHERE ${isDue} AND next_at > ?2`;
      const row = await rows.get(sql, receiverId, now);
      return row && row.next_at !== null ? Number(row.next_at) : undefined;
    },
    change: async (id, { state, attempts, nextAt, lastStatus, lastFault }, now) => {
      await rows.run(
        `UPDATE callback_deliveries
         SET state = ?, attempts = ?, next_at = ?, last_status = ?, last_fault = ?, updated_at = ? WHERE id = ?`,
        ...[state, attempts, nextAt ?? null, lastStatus ?? null, lastFault ?? null, now, id],
      );
    },
    pending: async () => {
      const sql = `SELECT receiver_id, count(*) AS waiting FROM callback_deliveries WHERE state = 'pending'
        GROUP BY receiver_id`;
      return new Map((await rows.all(sql)).map((row) => [row.receiver_id as string, Number(row.waiting)]));
    },
    removeEnded: async (before) => {
      await rows.run("DELETE FROM callback_deliveries WHERE state <> 'pending' AND updated_at < ?", before);
    },
  };
}

const toDelivery = (row: Row): PlacedDelivery => {
  const number = (name: string) => (row[name] === null ? undefined : Number(row[name]));
  return {
    position: Number(row.position),
    id: row.id as string,
    receiverId: row.receiver_id as string,
    sequence: number('sequence'),
    event: row.event as CallbackEvent,
    subjectId: row.subject_id as string,
    connectionId: (row.connection_id as string | null) ?? undefined,
    url: row.url as string,
    body: row.body as string,
    state: row.state as CallbackDelivery['state'],
    attempts: Number(row.attempts),
    nextAt: number('next_at'),
    lastStatus: number('last_status'),
    lastFault: (row.last_fault as string | null) ?? undefined,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
};
