import { toIso, type Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import type { Database } from '../storage/database.js';
import type { LedgerEntry, LedgerStore } from '../storage/ledger-store.js';
import { ChainCheck, genesis, hashOf, toCanonical, type LedgerHead } from './chain.js';
import type { HeadFiles } from './heads.js';

/** Everything the ledger knows how to tell. */
export const ledgerEvents = [
  'connection.created',
  'connection.changed',
  'connection.connected',
  'connection.disconnected',
  'connection.kept',
  'connection.removed',
  'request.accepted',
  'request.cancelled',
  'request.failed',
  'request.retried',
  'calls.made',
  'report.published',
  'report.download_started',
  'report.downloaded',
  'report.damaged',
  'link.created',
  'key.opened',
  'report.destroyed',
] as const;

/** What an entry tells of. */
export type LedgerEvent = (typeof ledgerEvents)[number];

/** Who did something: the owner of an API key, or a part of the service. */
export interface Actor {
  by: string;
  /** Id of the key that was shown. */
  key?: string;
  /** Id of the HTTP request. */
  http_request?: string;
}

/** What the ledger needs. */
export interface LedgerNeeds {
  store: LedgerStore;
  database: Database;
  heads: HeadFiles;
  clock: Clock;
  logger: Logger;
}

const batch = 1_000;

/** The append-only account of what was asked, read, published, handed out and destroyed. */
export class Ledger {
  /** Connections whose ledger is not what was published: their heads stay as they are, as evidence. */
  private readonly frozen = new Set<string>();

  constructor(private readonly needs: LedgerNeeds) {
    this.compareWithPublished();
  }

  /** Adds an entry, in the caller's transaction if there is one. Its head is published once it is on the disk. */
  append(connectionId: string, event: LedgerEvent, details: object, actor?: Actor): void {
    const { store, database, clock } = this.needs;
    database.transaction(() => {
      const last = store.last(connectionId);
      const unsealed: Omit<LedgerEntry, 'hash'> = {
        connectionId,
        sequence: (last?.sequence ?? 0) + 1,
        at: toIso(clock.now()),
        event,
        details: toCanonical({ ...details, ...actor }),
        previous: last?.hash ?? genesis,
      };
      const entry = { ...unsealed, hash: hashOf(unsealed) };
      store.append(entry);
      database.afterCommit(() => this.publish(entry));
    });
  }

  /** Where the ledger of a connection stands; undefined: it has no entry. */
  head(connectionId: string): LedgerHead | undefined {
    const last = this.needs.store.last(connectionId);
    return last && { connectionId, sequence: last.sequence, hash: last.hash };
  }

  connections(): string[] {
    return this.needs.store.connections();
  }

  /** A page of entries behind a sequence number. */
  page(connectionId: string, after: number, limit: number): LedgerEntry[] {
    return this.needs.store.list(connectionId, after, limit);
  }

  /** All entries of a connection, in order. */
  entries(connectionId: string): Generator<LedgerEntry> {
    return entriesOf(this.needs.store, connectionId);
  }

  private compareWithPublished(): void {
    const { heads, store, logger } = this.needs;
    for (const { connectionId, sequence, hash } of heads.read().heads) {
      const [entry] = store.list(connectionId, sequence - 1, 1);
      if (entry?.sequence === sequence && entry.hash === hash) continue;
      this.frozen.add(connectionId);
      const what = { connectionId, ledgerSequence: sequence, ledgerHead: hash };
      logger.error(what, 'the ledger does not hold its published head: run "ledger verify"');
    }
  }

  /** A head that cannot be written beside the database is still in the log, and comes with the next entry. */
  private publish({ connectionId, sequence, hash, event }: LedgerEntry): void {
    const { heads, logger } = this.needs;
    logger.info(
      { connectionId, ledgerSequence: sequence, ledgerHead: hash, ledgerEvent: event },
      'ledger head',
    );
    if (this.frozen.has(connectionId)) return;
    try {
      heads.publish({ connectionId, sequence, hash });
    } catch (fault) {
      logger.error({ connectionId, fault }, 'the head of the ledger cannot be published');
    }
  }
}

/** Checks every chain of the ledger against the heads that are known from outside. */
export function checkLedger(
  store: Pick<LedgerStore, 'connections' | 'list'>,
  published: readonly LedgerHead[],
): LedgerCheck {
  const ids = new Set([...store.connections(), ...published.map(({ connectionId }) => connectionId)]);
  const ends = [...ids].sort().map((id) => {
    const check = new ChainCheck(
      id,
      published.filter(({ connectionId }) => connectionId === id),
    );
    for (const entry of entriesOf(store, id)) check.add(entry);
    return check.end();
  });
  return {
    heads: ends.map(({ head }) => head),
    problems: ends.flatMap(({ problems }) => problems),
  };
}

/** All entries of a connection, in order, read a batch at a time. */
export function* entriesOf(store: Pick<LedgerStore, 'list'>, connectionId: string): Generator<LedgerEntry> {
  for (let after = 0; ;) {
    const page = store.list(connectionId, after, batch);
    yield* page;
    after = page.at(-1)?.sequence ?? after;
    if (page.length < batch) return;
  }
}

/** What a check of the ledger found. */
export interface LedgerCheck {
  heads: LedgerHead[];
  /** In words; empty when nothing is wrong. */
  problems: string[];
}
