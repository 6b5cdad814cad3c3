import type { Database } from '../../src/storage/database.js';

/** Where a process kills itself: at the n-th boundary, on one of its sides; never when absent. */
export interface KillPoint {
  boundary: number;
  side: 'before' | 'after';
}

/** A database whose boundaries are counted, and at one of which the process dies without a further word. */
export interface KillingDatabase {
  wrap(database: Database): Database;
  readonly boundaries: number;
}

/** A boundary is a write of its own, the commit of a transaction, or what is done once that is on the disk. */
export function killAt(point: KillPoint | undefined): KillingDatabase {
  let boundaries = 0;
  let depth = 0;
  const isNow = (side: KillPoint['side']) => point?.boundary === boundaries && point.side === side;
  const across = <T>(work: () => T): T => {
    boundaries += 1;
    if (isNow('before')) die();
    const result = work();
    if (isNow('after')) die();
    return result;
  };
  const write = <T>(sql: string, work: () => T): T =>
    depth > 0 || /^\s*SELECT/i.test(sql) ? work() : across(work);
  return {
    get boundaries() {
      return boundaries;
    },
    wrap: (database) => ({
      ...database,
      run: (sql, ...values) => write(sql, () => database.run(sql, ...values)),
      get: (sql, ...values) => write(sql, () => database.get(sql, ...values)),
      transaction: (work) => {
        if (depth > 0) return database.transaction(work);
        const result = database.transaction(() => {
          depth += 1;
          try {
            const inside = work();
            boundaries += 1;
            if (isNow('before')) die();
            return inside;
          } finally {
            depth -= 1;
          }
        });
        if (isNow('after')) die();
        return result;
      },
      afterCommit: (work) => database.afterCommit(() => across(work)),
    }),
  };
}

/** As a kill from outside: nothing of this process runs any more. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
