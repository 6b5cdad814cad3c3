import type { Database } from '../../src/storage/sqlite/database.js';

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

/** A boundary is a write of its own or the commit of a transaction. */
export function killAt(point: KillPoint | undefined): KillingDatabase {
  let boundaries = 0;
  let isInside = false;
  const isNow = (side: KillPoint['side']) => point?.boundary === boundaries && point.side === side;
  const across = <T>(work: () => T): T => {
    boundaries += 1;
    if (isNow('before')) die();
    const result = work();
    if (isNow('after')) die();
    return result;
  };
  const write = <T>(sql: string, work: () => T): T =>
    isInside || /^\s*SELECT/i.test(sql) ? work() : across(work);
  return {
    get boundaries() {
      return boundaries;
    },
    wrap: (database) => ({
      ...database,
      run: (sql, ...values) => write(sql, () => database.run(sql, ...values)),
      get: (sql, ...values) => write(sql, () => database.get(sql, ...values)),
      begin: () => {
        database.begin();
        isInside = true;
      },
      commit: () => {
        across(() => database.commit());
        isInside = false;
      },
      rollback: () => {
        isInside = false;
        database.rollback();
      },
    }),
  };
}

/** As a kill from outside: nothing of this process runs any more. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
