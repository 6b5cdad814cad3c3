import type { Rows } from './rows.js';

/** What an installation remembers of itself, by name. */
export interface SettingStore {
  find(name: string): Promise<string | undefined>;
  insert(name: string, value: string): Promise<void>;
}

/** Settings in the database. */
export function createSettingStore(rows: Rows): SettingStore {
  return {
    find: async (name) =>
      (await rows.get('SELECT value FROM settings WHERE name = ?', name))?.value as string | undefined,
    insert: async (name, value) => {
      await rows.run('INSERT INTO settings (name, value) VALUES (?, ?)', name, value);
    },
  };
}
