import type { Dialect } from '../dialect.js';

/** The words of SQLite. */
export const sqliteDialect: Dialect = {
  isIn: (column, parameter) => `${column} IN (SELECT value FROM json_each(${parameter}))`,
  list: (values) => JSON.stringify(values),
  field: (column, name) => `json_extract(${column}, '$.${name}')`,
  // At text that is not UTF-8 the driver ends the process.
  bytes: (column) => `hex(${column})`,
  fromBytes: (value) => Buffer.from(String(value), 'hex').toString('utf8'),
  guardsOf: (table) =>
    `SELECT hex(name) AS name, hex(sql) AS sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '${table}'`,
};
