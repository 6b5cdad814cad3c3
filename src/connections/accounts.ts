import type { Clock } from '../clock.js';
import type { ConnectionRow } from '../storage/connection-store.js';
import type { Store } from '../storage/store.js';
import type { Vault } from '../storage/vault.js';
import type { Connection } from './connection.js';
import { keptTokens } from './kept-tokens.js';
import type { OpenConnections } from './open-connections.js';
import { refuseSecond } from './refuse-second.js';
import type { SealedCredentials } from './sealed-credentials.js';
import { testAccount } from './test-connection.js';

/** Marks of an account and of who consented for it. */
export interface VendorMarks {
  account: string;
  user?: string;
}

/** An account that removed an app, as the vendor's call names it. */
export interface RemovedApp {
  marks: VendorMarks;
  /** Absent: all apps of the account. */
  clientId?: string;
  /** Id of the connector whose vendor called; absent in calls that an older version took. */
  connector?: string;
  /** Only these can be meant; absent: all. */
  connectionIds?: readonly string[];
}

/** What knowing the accounts of connections needs. */
export interface AccountsNeeds {
  store: Store;
  vault: Vault;
  open: OpenConnections;
  credentials: SealedCredentials;
  /** The connection that the environment describes. */
  fromEnvironment?: Connection;
  clock: Clock;
}

/** Which account of the vendor a connection belongs to. Only marks are kept, which do not tell the account. */
export class Accounts {
  constructor(private readonly needs: AccountsNeeds) {}

  /**
   * Asks the vendor whose connection this is and remembers it; what an earlier consent brought is forgotten. Throws
   * AppError when another connection has the account already.
   */
  async identify(id: string): Promise<void> {
    const { store, clock } = this.needs;
    await store.connections.change(id, { accountMark: undefined, userMark: undefined }, clock.now());
    await this.askWhose(id);
  }

  /** Asks again for an account that could not be named when somebody consented. Never rejects. */
  async identifyUnknown(id: string): Promise<void> {
    if (await this.isUnknown(id)) await this.askWhose(id).catch(() => undefined); // asked again at the next chance
  }

  /** Whether a connection is connected, and the vendor has not told to which account. */
  async isUnknown(id: string): Promise<boolean> {
    const row = await this.needs.store.connections.find(id);
    return row?.status === 'connected' && row.accountMark === undefined;
  }

  /** Marks of ids the vendor names. */
  markIds({ accountId, userId }: { accountId: string; userId?: string }): VendorMarks {
    const { vault } = this.needs;
    return { account: vault.mark(accountId), user: userId === undefined ? undefined : vault.mark(userId) };
  }

  /**
   * The connections of an account that use an app. One whose account is not known is asked for it once more, and
   * belongs to the account where the vendor still does not tell and the app is named: data that should be gone must
   * not stay because nobody knew whose it was.
   */
  async ofRemovedApp({ marks, clientId, connector, connectionIds }: RemovedApp): Promise<string[]> {
    const { connections } = this.needs.store;
    const ofApp = (await connections.list())
      .filter((row) => connector === undefined || row.connector === connector)
      .filter(({ id }) => connectionIds?.includes(id) ?? true)
      .filter((row) => clientId === undefined || this.clientIdOf(row) === clientId);
    for (const { id, userMark } of ofApp)
      if (userMark === undefined || userMark !== marks.user) await this.identifyUnknown(id);
    const ids = ofApp.map(({ id }) => id);
    return (await connections.list())
      .filter(({ id }) => ids.includes(id))
      .filter((row) => {
        if (row.accountMark !== undefined) return row.accountMark === marks.account;
        if (row.userMark !== undefined && row.userMark === marks.user) return true;
        return row.kind === 'oauth' && row.status !== 'not_connected' && clientId !== undefined;
      })
      .map(({ id }) => id);
  }

  /** Whether the vendor gave tokens after a moment, so that a removal of the app before it is over. */
  async isGrantedAfter(id: string, moment: number): Promise<boolean> {
    return ((await keptTokens(id, this.needs).read())?.issuedAt ?? 0) > moment;
  }

  private async askWhose(id: string): Promise<void> {
    const { store, vault, clock, open } = this.needs;
    const user = await testAccount(await open.open(id));
    if (!user) return;
    const userMark = vault.mark(user.userId);
    const isThere = await store.transaction(async ({ connections }) => {
      const row = await connections.find(id);
      if (row) await connections.change(id, { userMark }, clock.now());
      return row !== undefined;
    });
    if (!isThere || user.accountId === undefined) return;
    const accountMark = vault.mark(user.accountId);
    await store.transaction(async ({ connections }) => {
      const row = await connections.find(id);
      if (!row) return;
      await refuseSecond(connections, { id, connector: row.connector, accountMark });
      await connections.change(id, { accountMark }, clock.now());
    });
  }

  /** Never read from a reference, which could lead nowhere any more. */
  private clientIdOf(row: ConnectionRow): string | undefined {
    if (row.origin === 'environment') return this.needs.fromEnvironment?.credentials.clientId;
    return row.credentials === undefined ? undefined : this.needs.credentials.open(row).clientId;
  }
}
