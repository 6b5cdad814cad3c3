import type { Database } from './database.js';

/** Calls of the vendor that were taken in, with what is to be done about each. */
export interface WebhookEventStore {
  /** False when this call was seen before; it is remembered until the moment given, and while its work is not done. */
  take(digest: string, work: string, now: number, expiresAt: number): boolean;
  /** How far the work has come. */
  note(digest: string, work: string): void;
  /** Undefined: it is done. */
  workOf(digest: string): string | undefined;
  /** It was acted on. */
  finish(digest: string): void;
  /** Calls that were taken and not acted on to the end. */
  pending(): string[];
}

/** Seen calls in the database: a restart does not forget them. */
export function createWebhookEventStore(database: Database): WebhookEventStore {
  return {
    take: (digest, work, now, expiresAt) =>
      database.transaction(() => {
        database.run('DELETE FROM webhook_events WHERE expires_at <= ? AND work IS NULL', now);
        const sql =
          'INSERT INTO webhook_events (digest, expires_at, work) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
        return database.run(sql, digest, expiresAt, work) === 1;
      }),
    note: (digest, work) => {
      database.run('UPDATE webhook_events SET work = ? WHERE digest = ?', work, digest);
    },
    workOf: (digest) =>
      (database.get('SELECT work FROM webhook_events WHERE digest = ?', digest)?.work as string | null) ??
      undefined,
    finish: (digest) => {
      database.run('UPDATE webhook_events SET work = NULL WHERE digest = ?', digest);
    },
    pending: () =>
      database
        .all('SELECT digest FROM webhook_events WHERE work IS NOT NULL')
        .map(({ digest }) => digest as string),
  };
}
