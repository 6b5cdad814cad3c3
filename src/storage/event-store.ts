import type { EventSubject, StatusEvent } from '../model/status-event.js';
import type { Row, Rows } from './rows.js';

/** Changes of status, to be read from a number on. */
export interface EventReader {
  /** Events with a greater number than this one, in order; as many as are wanted at once. */
  after(sequence: number, limit: number): Promise<StatusEvent[]>;
  /** The event of one subject before this number. */
  before(event: Pick<StatusEvent, 'sequence' | 'subject' | 'id'>): Promise<StatusEvent | undefined>;
  /** The greatest number so far; 0: there is none. */
  last(): Promise<number>;
  /** Events of one request with a greater number than this one, in order. */
  ofRequest(id: string, sequence: number): Promise<StatusEvent[]>;
  /** Number of the last event of a request; 0: it has none. */
  lastOf(id: string): Promise<number>;
}

/** Changes of status at rest. */
export interface EventStore extends EventReader {
  /** Gives the event its number. */
  append(event: Omit<StatusEvent, 'sequence'>): Promise<StatusEvent>;
  /**
   * Removes what tells of one subject; its numbers are not given again. What an active receiver of callbacks has yet to be told
   * of stays.
   */
  forget(subject: EventSubject, id: string): Promise<void>;
}

/** Events in the database. One writer commits at a time, so that a number seen is never followed by a smaller one. */
export function createEventStore(rows: Rows): EventStore {
  return {
    after: async (sequence, limit) => {
      const sql = 'SELECT * FROM status_events WHERE sequence > ? ORDER BY sequence LIMIT ?';
      return (await rows.all(sql, sequence, limit)).map(toEvent);
    },
    before: async ({ sequence, subject, id }) => {
      const sql = `SELECT * FROM status_events WHERE subject = ? AND subject_id = ? AND sequence < ?
        ORDER BY sequence DESC LIMIT 1`;
      const row = await rows.get(sql, subject, id, sequence);
      return row && toEvent(row);
    },
    last: async () => {
      const row = await rows.get('SELECT max(sequence) AS last FROM status_events');
      return Number(row?.last ?? 0);
    },
    ofRequest: async (id, sequence) => {
      const sql = `SELECT * FROM status_events WHERE subject = 'request' AND subject_id = ? AND sequence > ?
        ORDER BY sequence`;
      return (await rows.all(sql, id, sequence)).map(toEvent);
    },
    lastOf: async (id) => {
      const sql =
        "SELECT max(sequence) AS last FROM status_events WHERE subject = 'request' AND subject_id = ?";
      return Number((await rows.get(sql, id))?.last ?? 0);
    },
    append: async (event) => {
      const row = await rows.returning(
        `INSERT INTO status_events (at, subject, subject_id, connection_id, status, code)
         VALUES (?, ?, ?, ?, ?, ?) RETURNING sequence`,
        event.at,
        event.subject,
        event.id,
        event.connectionId,
        event.status,
        event.code ?? null,
      );
      return { ...event, sequence: Number(row?.sequence) };
    },
    forget: async (subject, id) => {
      await rows.run(
        `DELETE FROM status_events WHERE subject = ? AND subject_id = ? AND sequence <= coalesce(
           (SELECT min(cursor) FROM callback_receivers WHERE status = 'active'), sequence)`,
        subject,
        id,
      );
    },
  };
}

const toEvent = (row: Row): StatusEvent => ({
  sequence: Number(row.sequence),
  at: Number(row.at),
  subject: row.subject as EventSubject,
  id: row.subject_id as string,
  connectionId: row.connection_id as string,
  status: row.status as StatusEvent['status'],
  code: row.code === null ? undefined : (row.code as string),
});
