import type { CallbackEvent, Receiver } from '../model/callback.js';
import type { Row, Rows, Value } from './rows.js';
import { readStored } from './stored-json.js';

/** What can change of a receiver. */
export type ReceiverChange = Partial<Pick<Receiver, 'label' | 'url' | 'events' | 'status' | 'secrets'>>;

/** Receivers of callbacks at rest. */
export interface ReceiverStore {
  insert(receiver: Receiver): Promise<void>;
  find(id: string): Promise<Receiver | undefined>;
  /** Oldest first; only those of an owner where one is named. */
  list(owner?: string): Promise<Receiver[]>;
  change(id: string, change: ReceiverChange, now: number): Promise<Receiver>;
  /** Takes its deliveries with it. */
  remove(id: string): Promise<void>;
  /** All events up to this number have been looked at for those that are active. */
  passed(sequence: number): Promise<void>;
}

/** Receivers in the database. */
export function createReceiverStore(rows: Rows): ReceiverStore {
  return {
    insert: async (receiver) => {
      const columns = toColumns(receiver);
      const names = Object.keys(columns);
      await rows.run(
        `INSERT INTO callback_receivers (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        ...Object.values(columns),
      );
    },
    find: (id) => find(rows, id),
    list: async (owner) => {
      const sql = 'SELECT * FROM callback_receivers WHERE ?1 IS NULL OR owner = ?1 ORDER BY created_at, id';
      return (await rows.all(sql, owner ?? null)).map(toReceiver);
    },
    change: (id, change, now) =>
      rows.atomically(async (inside) => {
        const receiver = await find(inside, id);
        if (!receiver) throw new RangeError('There is no such receiver.');
        const changed = { ...receiver, ...change, updatedAt: now };
        const { id: _same, cursor: _moved, ...columns } = toColumns(changed);
        const sets = Object.keys(columns).map((name) => `${name} = ?`);
        await inside.run(
          `UPDATE callback_receivers SET ${sets.join(', ')} WHERE id = ?`,
          ...Object.values(columns),
          id,
        );
        return changed;
      }),
    remove: async (id) => {
      await rows.run('DELETE FROM callback_deliveries WHERE receiver_id = ?', id);
      await rows.run('DELETE FROM callback_receivers WHERE id = ?', id);
    },
    passed: async (sequence) => {
      await rows.run(
        "UPDATE callback_receivers SET cursor = ?1 WHERE status = 'active' AND cursor < ?1",
        sequence,
      );
    },
  };
}

async function find(rows: Pick<Rows, 'get'>, id: string): Promise<Receiver | undefined> {
  const row = await rows.get('SELECT * FROM callback_receivers WHERE id = ?', id);
  return row && toReceiver(row);
}

function toColumns(receiver: Receiver): Record<string, Value> {
  return {
    id: receiver.id,
    owner: receiver.owner,
    connection_id: receiver.connectionId ?? null,
    label: receiver.label,
    url: receiver.url,
    events: receiver.events ? JSON.stringify(receiver.events) : null,
    status: receiver.status,
    secrets: receiver.secrets,
    cursor: receiver.cursor,
    created_at: receiver.createdAt,
    updated_at: receiver.updatedAt,
  };
}

const toReceiver = (row: Row): Receiver => ({
  id: row.id as string,
  owner: row.owner as string,
  connectionId: (row.connection_id as string | null) ?? undefined,
  label: row.label as string,
  url: row.url as string,
  events: row.events === null ? undefined : (readStored(row.events) as CallbackEvent[]),
  status: row.status as Receiver['status'],
  secrets: row.secrets as string,
  cursor: Number(row.cursor),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
});
