import { OneAtATime } from '../../one-at-a-time.js';
import type { Rows } from '../rows.js';
import type { Store, Transaction } from '../store.js';
import { createStores } from '../stores.js';
import { openDatabase, openForReading, type Database } from './database.js';
import { sqliteDialect } from './dialect.js';

/**
 * Opens the database of an installation. One connection writes, one work at a time; another one reads, so that nobody
 * sees half a transaction. The driver answers at once: a call costs a turn of the microtasks and no more.
 * `wrap` lets a test stand between the store and the connection that writes.
 */
export function openStore(path: string, wrap?: (database: Database) => Database): Promise<Store> {
  return atOnce(() => createStore(path, wrap));
}

function createStore(path: string, wrap: (database: Database) => Database = (same) => same): Store {
  const writer = wrap(openDatabase(path));
  const reader = openForReading(path);
  const writes = new OneAtATime();
  const rows: Rows = {
    dialect: sqliteDialect,
    get: (...statement) => atOnce(() => reader.get(...statement)),
    all: (...statement) => atOnce(() => reader.all(...statement)),
    run: (...statement) => writes.do(() => writer.run(...statement)),
    returning: (...statement) => writes.do(() => writer.get(...statement)),
    atomically: (work) => transaction(({ rows: inside }) => work(inside)),
  };

  const transaction = async <T>(work: (opened: OpenTransaction) => Promise<T>): Promise<T> => {
    const { result, ends } = await writes.do(async () => {
      const opened = new OpenTransaction(writer);
      return { result: await opened.run(work), ends: opened.begunAfterwards() };
    });
    await Promise.all(ends);
    return result;
  };

  return Object.assign(createStores(rows), {
    transaction: <T>(work: (tx: Transaction) => Promise<T>) => transaction(({ tx }) => work(tx)),
    isWell: async () => (await rows.get('SELECT 1 AS one'))?.one === 1,
    scrub: () => writes.do(() => writer.scrub()),
    close: () =>
      writes.do(() => {
        reader.close();
        writer.close();
      }),
  });
}

/** What fails at once rejects like everything else. */
function atOnce<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

/** One transaction of the connection that writes. */
class OpenTransaction {
  readonly rows: Rows;
  readonly tx: Transaction;
  private isOver = false;
  private readonly afterwards: (() => void | Promise<void>)[] = [];

  constructor(private readonly database: Database) {
    const use = <T>(work: () => T) =>
      atOnce(() => {
        if (this.isOver) throw new TypeError('The transaction is over: use the store, or a new transaction.');
        return work();
      });
    this.rows = {
      dialect: sqliteDialect,
      get: (...statement) => use(() => database.get(...statement)),
      all: (...statement) => use(() => database.all(...statement)),
      run: (...statement) => use(() => database.run(...statement)),
      returning: (...statement) => use(() => database.get(...statement)),
      atomically: (work) => work(this.rows),
    };
    this.tx = Object.assign(createStores(this.rows), {
      afterCommit: (work: () => void | Promise<void>) => void this.afterwards.push(work),
    });
  }

  async run<T>(work: (opened: this) => Promise<T>): Promise<T> {
    this.database.begin();
    try {
      const result = await this.withoutWaiting(work(this));
      this.isOver = true;
      this.database.commit();
      return result;
    } catch (error) {
      this.isOver = true;
      this.database.rollback();
      throw error;
    }
  }

  /** Begins what was to come after the commit, in order; it has the store for itself until it first waits. */
  begunAfterwards(): Promise<void>[] {
    return this.afterwards.map(async (work) => work());
  }

  /**
   * Everything a transaction may wait for is there before the process turns to anything else. One that waits for a
   * file, a call or the store itself, whose turn comes only after it, is ended instead of keeping all others waiting.
   */
  private withoutWaiting<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const watch = setImmediate(() =>
        reject(new TypeError('A transaction waits for nothing but its own rows: use only what it is given.')),
      );
      work.then(resolve, reject).finally(() => clearImmediate(watch));
    });
  }
}
