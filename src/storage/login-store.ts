import type { Rows } from './rows.js';

/** Sign-ins under way at an identity provider: each is used once. */
export interface LoginStore {
  begin(stateHash: string, now: number, expiresAt: number): Promise<void>;
  /** False: it was used already, is too old, or never began here. */
  take(stateHash: string, now: number): Promise<boolean>;
}

/** Sign-ins under way in the database. */
export function createLoginStore(rows: Rows): LoginStore {
  return {
    begin: async (stateHash, now, expiresAt) => {
      await rows.run('DELETE FROM console_logins WHERE expires_at <= ?', now);
      await rows.run(
        'INSERT INTO console_logins (state_hash, expires_at) VALUES (?, ?)',
        ...[stateHash, expiresAt],
      );
    },
    take: async (stateHash, now) =>
      (await rows.run(
        'DELETE FROM console_logins WHERE state_hash = ? AND expires_at > ?',
        stateHash,
        now,
      )) === 1,
  };
}
