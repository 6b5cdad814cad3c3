import { openDatabase } from './database.js';
import { sqliteDialect } from './dialect.js';

/** What keeps a table from being changed, by name, as a fresh database has it: its SQL with single spaces. */
export function declaredGuards(table: string): Map<string, string> {
  const fresh = openDatabase(':memory:');
  const { guardsOf, fromBytes } = sqliteDialect;
  const guards = fresh
    .all(guardsOf(table))
    .map(({ name, sql }): [string, string] => [fromBytes(name), fromBytes(sql).replaceAll(/\s+/g, ' ')]);
  fresh.close();
  return new Map(guards);
}
