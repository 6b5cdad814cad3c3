import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { Connector, GrantedToken } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { ConnectionChange, ConnectionRow, ConnectionStore } from '../storage/connection-store.js';
import type { Database } from '../storage/database.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Place, Vault } from '../storage/vault.js';
import {
  environmentId,
  type Connection,
  type ConnectionInfo,
  type Credentials,
  type VendorAddresses,
} from './connection.js';
import { keptTokens } from './kept-tokens.js';
import { openConnection, type ConnectionTuning, type OpenConnection } from './open-connection.js';
import { refuseSecond } from './refuse-second.js';
import { SealedCredentials } from './sealed-credentials.js';
import { SecretReader } from './secret-reader.js';
import { revokeToken } from './token-endpoint.js';
import { testAccount, testConnection, type TestOptions } from './test-connection.js';
import { toPair } from './tokens.js';
import type { ConnectionTest } from './verdict.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** What an operator gives to connect an account. */
export interface ConnectionOrder {
  label: string;
  kind: ConnectionRow['kind'];
  plan: string;
  rateShare: number;
  sources?: string[];
  retentionDays?: number;
  reportSettings?: ReportSettings;
  credentials: Credentials;
  /** What the vendor signs its calls with for this connection. */
  webhookSecret?: string;
}

/** What the connections of an installation need. */
export interface ConnectionsNeeds {
  store: ConnectionStore;
  database: Database;
  vault: Vault;
  connector: Connector;
  vendor: VendorAddresses;
  /** The connection that the environment describes. */
  fromEnvironment?: Connection;
  /** Reads a credential that is given as `file:` or `env:`; other texts are the credential itself. */
  resolveSecret(text: string): Promise<string>;
  clock: Clock;
  tuning?: ConnectionTuning;
}

/** Marks of an account and of who consented for it. */
export interface VendorMarks {
  account: string;
  user?: string;
}

const accountUnknown =
  'The vendor does not tell which account this connection belongs to: when the account removes the app, every connection of that app without a known account is disconnected and what was read through it is destroyed.';

/** The customer accounts of an installation. Credentials go in and never come out. */
export class Connections {
  private readonly opened = new Map<string, OpenConnection>();

  /** Secrets of the vendor's calls that connections have of their own. */
  readonly webhookSecrets: WebhookSecrets;

  private readonly secrets: SecretReader;

  private readonly credentials: SealedCredentials;

  constructor(private readonly needs: ConnectionsNeeds) {
    this.secrets = new SecretReader((text) => needs.resolveSecret(text));
    this.credentials = new SealedCredentials(needs.vault, this.secrets);
    const { store, vault } = needs;
    this.webhookSecrets = new WebhookSecrets({ store, vault, secrets: this.secrets });
    if (needs.fromEnvironment) this.takeFromEnvironment(needs.fromEnvironment);
  }

  list(): ConnectionInfo[] {
    return this.needs.store.list().map(toInfo);
  }

  /** Where the vendor asks for consent. */
  get vendorOrigin(): string {
    return new URL(this.needs.vendor.oauthUrl).origin;
  }

  find(id: string): ConnectionInfo | undefined {
    const row = this.needs.store.find(id);
    return row && toInfo(row);
  }

  /** Stores a connection. Rejects with AppError when its account is connected already or a reference leads nowhere. */
  async create({ credentials, webhookSecret, ...order }: ConnectionOrder): Promise<ConnectionInfo> {
    const { store, database, vault, connector, clock } = this.needs;
    const id = randomUUID();
    const dataKey = vault.newKey(id);
    const accountMark = this.credentials.markOf(await this.credentials.resolve(credentials));
    if (webhookSecret !== undefined) await this.requireReadable(webhookSecret);
    refuseSecond(store, accountMark, id);
    const row: ConnectionRow = {
      ...order,
      ...{ id, connector: connector.id, origin: 'api', dataKey, accountMark },
      status: order.kind === 'oauth' ? 'not_connected' : 'connected',
      credentials: this.credentials.seal(id, dataKey, credentials),
      createdAt: clock.now(),
      updatedAt: clock.now(),
    };
    database.transaction(() => {
      store.insert(row);
      if (webhookSecret !== undefined) this.webhookSecrets.change(id, { next: webhookSecret }, clock.now());
    });
    return toInfo(store.find(id) ?? row);
  }

  /** Changes what is not secret. The connection is opened anew, so nothing may run on it. */
  change(id: string, change: ConnectionChange): ConnectionInfo {
    const row = this.needs.store.change(id, change, this.needs.clock.now());
    if (['plan', 'rateShare', 'sources'].some((field) => field in change)) this.shut(id);
    return toInfo(row);
  }

  /** Rejects with AppError when a credential is a reference that leads nowhere. */
  async requireReadable(credential: string): Promise<void> {
    await this.secrets.read(credential);
  }

  /** Puts the next secret of the same app in the place of the old one. The connection is opened anew. */
  changeSecret(id: string, clientSecret: string): void {
    const { store, clock } = this.needs;
    const row = store.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    const credentials = { ...this.credentials.open(row), clientSecret };
    const sealed = this.credentials.seal(id, row.dataKey, credentials);
    store.change(id, { credentials: sealed }, clock.now());
    this.shut(id);
  }

  /**
   * Revokes the tokens at the vendor and destroys the keys: nothing sealed for this connection opens again.
   * Resolves with whether the vendor confirmed.
   */
  async remove(id: string): Promise<boolean> {
    const isRevoked = await this.revoke(id);
    this.shut(id);
    this.needs.store.remove(id);
    return isRevoked;
  }

  /** Gives back what a consent brought, because the account cannot be taken. */
  async dropConsent(id: string): Promise<void> {
    await this.revoke(id);
    this.needs.store.saveTokens(id, undefined);
    this.change(id, { status: 'not_connected', accountMark: undefined, userMark: undefined });
    this.shut(id);
  }

  /** Forgets the tokens; the connection has to be connected again. */
  forgetTokens(id: string): void {
    keptTokens(id, this.needs).markReconnectNeeded();
    this.shut(id);
  }

  /** A connection that can be called; the same for all who ask. Throws AppError when there is none. */
  open(id: string): OpenConnection {
    const known = this.opened.get(id);
    if (known) return known;
    const row = this.needs.store.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    const { connector, database, clock, tuning } = this.needs;
    const kept = keptTokens(id, this.needs);
    const open = openConnection(this.toConnection(row), { connector, database, clock, kept, tuning });
    this.opened.set(id, open);
    return open;
  }

  /** Encrypts what belongs to a connection, with its own key. Throws AppError when there is none. */
  seal(id: string, place: Place, content: string): string {
    return this.needs.vault.seal(id, this.dataKeyOf(id), place, content);
  }

  /** Opens what was sealed for a connection. Throws AppError when its key was destroyed. */
  unsealOf(id: string, place: Place, sealed: string): string {
    return this.needs.vault.open(id, this.dataKeyOf(id), place, sealed);
  }

  private dataKeyOf(id: string): string {
    const row = this.needs.store.find(id);
    if (!row) throw new AppError('not_found', 'The connection is gone, and its key with it.');
    return row.dataKey;
  }

  /** Keeps what a consent brought: from here on the connection can be used. */
  keepConsent(id: string, granted: GrantedToken): void {
    const { connection } = this.open(id);
    const { clock } = this.needs;
    keptTokens(id, this.needs).keep(toPair({ connection, clock }, granted));
  }

  /**
   * Asks the vendor whose connection this is and remembers it; what an earlier consent brought is forgotten. Throws
   * AppError when another connection has the account already.
   */
  async identify(id: string): Promise<void> {
    const { store, clock } = this.needs;
    store.change(id, { accountMark: undefined, userMark: undefined }, clock.now());
    await this.askWhose(id);
  }

  private async askWhose(id: string): Promise<void> {
    const { store, vault, clock } = this.needs;
    const user = await testAccount(this.open(id));
    if (!user || !store.find(id)) return;
    store.change(id, { userMark: vault.mark(user.userId) }, clock.now());
    if (user.accountId === undefined) return;
    const accountMark = vault.mark(user.accountId);
    refuseSecond(store, accountMark, id);
    store.change(id, { accountMark }, clock.now());
  }

  /** Asks again for an account that could not be named when somebody consented. Never rejects. */
  async identifyUnknown(id: string): Promise<void> {
    const row = this.needs.store.find(id);
    if (row?.status !== 'connected' || row.accountMark !== undefined) return;
    await this.askWhose(id).catch(() => undefined); // asked again at the next chance
  }

  /** Tests a connection, and says so where its account is not known. */
  async test(id: string, options?: TestOptions): Promise<ConnectionTest> {
    await this.identifyUnknown(id);
    const test = await testConnection(this.open(id), options);
    const row = this.needs.store.find(id);
    if (row?.status !== 'connected' || row.accountMark !== undefined) return test;
    return { ...test, nextStep: `${test.nextStep} ${accountUnknown}` };
  }

  /** Marks of ids the vendor names; a mark does not tell the id. */
  markIds({ accountId, userId }: { accountId: string; userId?: string }): VendorMarks {
    const { vault } = this.needs;
    return { account: vault.mark(accountId), user: userId === undefined ? undefined : vault.mark(userId) };
  }

  /**
   * The connections of an account that use an app; of all its apps when none is named. One whose account is not known
   * is asked for it once more, and belongs to the account where the vendor still does not tell and the app is named:
   * data that should be gone must not stay because nobody knew whose it was. `among`: only these can be meant.
   */
  async ofRemovedApp(
    marks: VendorMarks,
    clientId?: string,
    among?: readonly string[],
  ): Promise<ConnectionInfo[]> {
    const { store } = this.needs;
    const ofApp = store
      .list()
      .filter(({ id }) => among?.includes(id) ?? true)
      .filter((row) => clientId === undefined || this.clientIdOf(row) === clientId);
    for (const { id, userMark } of ofApp)
      if (userMark === undefined || userMark !== marks.user) await this.identifyUnknown(id);
    return ofApp
      .flatMap(({ id }) => store.find(id) ?? [])
      .filter((row) => {
        if (row.accountMark !== undefined) return row.accountMark === marks.account;
        if (row.userMark !== undefined && row.userMark === marks.user) return true;
        return row.kind === 'oauth' && row.status !== 'not_connected' && clientId !== undefined;
      })
      .map(toInfo);
  }

  /** Whether the vendor gave tokens after a moment, so that a removal of the app before it is over. */
  isGrantedAfter(id: string, moment: number): boolean {
    return (keptTokens(id, this.needs).read()?.issuedAt ?? 0) > moment;
  }

  /** Never read from a reference, which could lead nowhere any more. */
  private clientIdOf(row: ConnectionRow): string | undefined {
    if (row.origin === 'environment') return this.needs.fromEnvironment?.credentials.clientId;
    return row.credentials === undefined ? undefined : this.credentials.open(row).clientId;
  }

  close(): void {
    for (const id of [...this.opened.keys()]) this.shut(id);
  }

  private shut(id: string): void {
    this.opened.get(id)?.close();
    this.opened.delete(id);
  }

  private async revoke(id: string): Promise<boolean> {
    const pair = keptTokens(id, this.needs).read();
    if (!pair) return true;
    try {
      const { connection, upstream } = this.open(id);
      const { connector, clock } = this.needs;
      const { send, timeouts } = upstream;
      await revokeToken({ connection, connector, send, timeouts, clock }, pair.accessToken);
      return true;
    } catch {
      return false; // the vendor may be out of reach; the keys are destroyed all the same
    }
  }

  private takeFromEnvironment(connection: Connection): void {
    const { store, vault, clock } = this.needs;
    const { plan, rateShare, credentials, connector } = connection;
    const accountMark = this.credentials.markOf(credentials);
    refuseSecond(store, accountMark, environmentId);
    const kept = store.find(environmentId);
    const facts = { plan, rateShare, accountMark, kind: 'server_to_server' as const };
    if (kept) {
      // Tokens of other credentials are of no use.
      if (kept.accountMark !== accountMark) store.saveTokens(environmentId, undefined);
      store.change(environmentId, { ...facts, status: 'connected' }, clock.now());
      return;
    }
    store.insert({
      ...{ id: environmentId, connector, label: 'From the environment', origin: 'environment', ...facts },
      ...{ status: 'connected', dataKey: vault.newKey(environmentId) },
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
  }

  private toConnection(row: ConnectionRow): Connection {
    const { connector, vendor, fromEnvironment } = this.needs;
    const { id, plan, rateShare, sources } = row;
    const isOurs = row.origin === 'environment' ? fromEnvironment : undefined;
    const given = isOurs?.credentials ?? this.credentials.open(row);
    return {
      ...{ id, connector: connector.id, plan, rateShare, sources },
      ...(isOurs ?? vendor),
      sources,
      credentials: given,
      readCredentials: isOurs ? undefined : () => this.credentials.resolve(given),
    };
  }
}

function toInfo(row: ConnectionRow): ConnectionInfo {
  const { id, connector, label, kind, origin, plan, rateShare } = row;
  const { sources, retentionDays, reportSettings, status, createdAt, updatedAt } = row;
  return {
    ...{ id, connector, label, kind, origin, plan, rateShare },
    ...{ sources, retentionDays, reportSettings, status, createdAt, updatedAt },
    isAccountKnown: row.accountMark !== undefined,
    hasWebhookSecret: row.webhookSecret !== undefined,
    hasPreviousWebhookSecret: row.previousWebhookSecret !== undefined,
  };
}
