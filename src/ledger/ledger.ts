import { toIso, type Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import type { LedgerEntry, LedgerStore } from '../storage/ledger-store.js';
import type { Store, Transaction } from '../storage/store.js';
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
  'report.records_read',
  'report.damaged',
  'link.created',
  'key.opened',
  'callback.created',
  'callback.changed',
  'callback.removed',
  'callbacks.sent',
  'report.destroyed',
  'email.revealed',
  'session.began',
  'session.refused',
  'session.ended',
  'key.made',
  'key.revoked',
] as const;

/** The chain of what concerns no connection: who signed in, which keys were made. */
export const installationChain = 'installation';

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
  store: Store;
  heads: HeadFiles;
  clock: Clock;
  logger: Logger;
}

/** The append-only account of what was asked, read, published, handed out and destroyed. */
export class Ledger {
  /** `frozen`: connections whose ledger is not what was published. Their heads stay as they are, as evidence. */
  constructor(
    private readonly needs: LedgerNeeds,
    private readonly frozen: ReadonlySet<string>,
  ) {}

  /** Adds an entry in the caller's transaction. Its head is published once it is on the disk. */
  async append(
    tx: Transaction,
    connectionId: string,
    event: LedgerEvent,
    details: object,
    actor?: Actor,
  ): Promise<void> {
    await tx.ledger.lockHead(connectionId);
    const last = await tx.ledger.last(connectionId);
    const unsealed: Omit<LedgerEntry, 'hash'> = {
      connectionId,
      sequence: (last?.sequence ?? 0) + 1,
      at: toIso(this.needs.clock.now()),
      event,
      details: toCanonical({ ...details, ...actor }),
      previous: last?.hash ?? genesis,
    };
    const entry = { ...unsealed, hash: hashOf(unsealed) };
    await tx.ledger.append(entry);
    tx.afterCommit(() => this.publish(entry));
  }

  /** Adds an entry by itself. */
  record(connectionId: string, event: LedgerEvent, details: object, actor?: Actor): Promise<void> {
    return this.needs.store.transaction((tx) => this.append(tx, connectionId, event, details, actor));
  }

  /** Where the ledger of a connection stands; undefined: it has no entry. */
  async head(connectionId: string): Promise<LedgerHead | undefined> {
    const last = await this.needs.store.ledger.last(connectionId);
    return last && { connectionId, sequence: last.sequence, hash: last.hash };
  }

  connections(): Promise<string[]> {
    return this.needs.store.ledger.connections();
  }

  /** A page of entries behind a sequence number. */
  page(connectionId: string, after: number, limit: number): Promise<LedgerEntry[]> {
    return this.needs.store.ledger.list(connectionId, after, limit);
  }

  /** All entries of a connection, in order. */
  entries(connectionId: string): AsyncIterable<LedgerEntry[]> {
    return this.needs.store.ledger.all(connectionId);
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

/** Opens the ledger, and compares it with the heads that were published. */
export async function openLedger(needs: LedgerNeeds): Promise<Ledger> {
  const { heads, store, logger } = needs;
  const frozen = new Set<string>();
  for (const { connectionId, sequence, hash } of heads.read().heads) {
    const [entry] = await store.ledger.list(connectionId, sequence - 1, 1);
    if (entry?.sequence === sequence && entry.hash === hash) continue;
    frozen.add(connectionId);
    const what = { connectionId, ledgerSequence: sequence, ledgerHead: hash };
    logger.error(what, 'the ledger does not hold its published head: run "ledger verify"');
  }
  return new Ledger(needs, frozen);
}

/** Checks every chain of the ledger against the heads that are known from outside. */
export async function checkLedger(
  store: Pick<LedgerStore, 'connections' | 'all'>,
  published: readonly LedgerHead[],
): Promise<LedgerCheck> {
  const ids = new Set([...(await store.connections()), ...published.map(({ connectionId }) => connectionId)]);
  const heads: LedgerHead[] = [];
  const problems: string[] = [];
  for (const id of [...ids].sort()) {
    const own = published.filter(({ connectionId }) => connectionId === id);
    const check = new ChainCheck(id, own);
    for await (const page of store.all(id)) for (const entry of page) check.add(entry);
    const end = check.end();
    heads.push(end.head);
    problems.push(...end.problems);
  }
  return { heads, problems };
}

/** What a check of the ledger found. */
export interface LedgerCheck {
  heads: LedgerHead[];
  /** In words; empty when nothing is wrong. */
  problems: string[];
}
