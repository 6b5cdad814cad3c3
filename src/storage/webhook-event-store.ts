import type { Database } from './database.js';

/** Calls of the vendor that were taken in already. */
export interface WebhookEventStore {
  /** False when this call was seen before; it is remembered until the moment given. */
  take(digest: string, now: number, expiresAt: number): boolean;
  /** It could not be acted on: it may come again. */
  giveBack(digest: string): void;
}

/** Seen calls in the database: a restart does not forget them. */
export function createWebhookEventStore(database: Database): WebhookEventStore {
  return {
    take: (digest, now, expiresAt) => {
      database.run('DELETE FROM webhook_events WHERE expires_at <= ?', now);
      const sql = 'INSERT INTO webhook_events (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING';
      return database.run(sql, digest, expiresAt) === 1;
    },
    giveBack: (digest) => {
      database.run('DELETE FROM webhook_events WHERE digest = ?', digest);
    },
  };
}
