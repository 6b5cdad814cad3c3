import type { Rows } from './rows.js';

/** Calls of the vendor that were taken in, with what is to be done about each. */
export interface WebhookEventStore {
  /** False when this call was seen before; it is remembered until the moment given, and while its work is not done. */
  take(digest: string, work: string, now: number, expiresAt: number): Promise<boolean>;
  /** How far the work has come. */
  note(digest: string, work: string): Promise<void>;
  /** Undefined: it is done. */
  workOf(digest: string): Promise<string | undefined>;
  /** It was acted on. */
  finish(digest: string): Promise<void>;
  /** Calls that were taken and not acted on to the end. */
  pending(): Promise<string[]>;
}

/** Seen calls in the database: a restart does not forget them. */
export function createWebhookEventStore(rows: Rows): WebhookEventStore {
  return {
    take: (digest, work, now, expiresAt) =>
      rows.atomically(async (inside) => {
        await inside.run('DELETE FROM webhook_events WHERE expires_at <= ? AND work IS NULL', now);
        const sql =
          'INSERT INTO webhook_events (digest, expires_at, work) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
        return (await inside.run(sql, digest, expiresAt, work)) === 1;
      }),
    note: async (digest, work) => {
      await rows.run('UPDATE webhook_events SET work = ? WHERE digest = ?', work, digest);
    },
    workOf: async (digest) => {
      const row = await rows.get('SELECT work FROM webhook_events WHERE digest = ?', digest);
      return (row?.work as string | null) ?? undefined;
    },
    finish: async (digest) => {
      await rows.run('UPDATE webhook_events SET work = NULL WHERE digest = ?', digest);
    },
    pending: async () =>
      (await rows.all('SELECT digest FROM webhook_events WHERE work IS NOT NULL')).map(
        ({ digest }) => digest as string,
      ),
  };
}
