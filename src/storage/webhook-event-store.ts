import type { Database } from './database.js';

/** A call that is being acted on. */
export interface PendingCall {
  digest: string;
  work: string;
}

/** Calls of the vendor that were taken in already. */
export interface WebhookEventStore {
  /** False when this call was seen before; it is remembered until the moment given, with what is to be done. */
  take(digest: string, now: number, expiresAt: number, work?: string): boolean;
  /** It was acted on. */
  finish(digest: string): void;
  /** It could not be acted on: it may come again. */
  giveBack(digest: string): void;
  /** Calls that were taken and not acted on to the end. */
  pending(): PendingCall[];
}

/** Seen calls in the database: a restart does not forget them. */
export function createWebhookEventStore(database: Database): WebhookEventStore {
  return {
    take: (digest, now, expiresAt, work) => {
      database.run('DELETE FROM webhook_events WHERE expires_at <= ? AND work IS NULL', now);
      const sql =
        'INSERT INTO webhook_events (digest, expires_at, work) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
      return database.run(sql, digest, expiresAt, work ?? null) === 1;
    },
    finish: (digest) => {
      database.run('UPDATE webhook_events SET work = NULL WHERE digest = ?', digest);
    },
    giveBack: (digest) => {
      database.run('DELETE FROM webhook_events WHERE digest = ?', digest);
    },
    pending: () =>
      database
        .all('SELECT digest, work FROM webhook_events WHERE work IS NOT NULL')
        .map((row) => ({ digest: row.digest as string, work: row.work as string })),
  };
}
