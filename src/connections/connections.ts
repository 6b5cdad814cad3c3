import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { GrantedToken } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { ConnectionChange, ConnectionRow, ConnectionStore } from '../storage/connection-store.js';
import type { Database } from '../storage/database.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Place, Vault } from '../storage/vault.js';
import { Accounts } from './accounts.js';
import { toInfo, type Connection, type ConnectionInfo, type Credentials } from './connection.js';
import type { Connectors, InstalledConnector } from './connectors.js';
import { keptTokens } from './kept-tokens.js';
import type { ConnectionTuning, OpenConnection } from './open-connection.js';
import { OpenConnections } from './open-connections.js';
import { refuseSecond } from './refuse-second.js';
import { SealedCredentials } from './sealed-credentials.js';
import { SecretReader } from './secret-reader.js';
import { takeFromEnvironment } from './take-from-environment.js';
import { revokeToken } from './token-endpoint.js';
import { testConnection, type TestOptions } from './test-connection.js';
import { toPair } from './tokens.js';
import type { ConnectionTest } from './verdict.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** What an operator gives to connect an account. */
export interface ConnectionOrder {
  /** Id of the connector that serves it. */
  connector: string;
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
  connectors: Connectors;
  /** The connection that the environment describes. */
  fromEnvironment?: Connection;
  /** Reads a credential that is given as `file:` or `env:`; other texts are the credential itself. */
  resolveSecret(text: string): Promise<string>;
  clock: Clock;
  tuning?: ConnectionTuning;
}

const accountUnknown =
  'The vendor does not tell which account this connection belongs to: when the account removes the app, every connection of that app without a known account is disconnected and what was read through it is destroyed.';

/** The customer accounts of an installation. Credentials go in and never come out. */
export class Connections {
  /** Secrets of the vendor's calls that connections have of their own. */
  readonly webhookSecrets: WebhookSecrets;

  /** To which account of its vendor a connection belongs. */
  readonly accounts: Accounts;

  private readonly secrets: SecretReader;

  private readonly credentials: SealedCredentials;

  private readonly opened: OpenConnections;

  constructor(private readonly needs: ConnectionsNeeds) {
    this.secrets = new SecretReader((text) => needs.resolveSecret(text));
    const credentials = new SealedCredentials(needs.vault, this.secrets);
    this.credentials = credentials;
    this.webhookSecrets = new WebhookSecrets({ ...needs, secrets: this.secrets });
    this.opened = new OpenConnections({ ...needs, credentials });
    this.accounts = new Accounts({ ...needs, credentials, open: this.opened });
    if (needs.fromEnvironment) takeFromEnvironment({ ...needs, credentials }, needs.fromEnvironment);
  }

  list(): ConnectionInfo[] {
    return this.needs.store.list().map(toInfo);
  }

  find(id: string): ConnectionInfo | undefined {
    const row = this.needs.store.find(id);
    return row && toInfo(row);
  }

  /** What serves a connection. Throws AppError when there is no such connection, or its connector is not installed. */
  servingOf(id: string): InstalledConnector {
    const row = this.needs.store.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    return this.needs.connectors.serving(row);
  }

  /** Stores a connection. Rejects with AppError when its account is connected already or a reference leads nowhere. */
  async create({ credentials, webhookSecret, ...order }: ConnectionOrder): Promise<ConnectionInfo> {
    const { store, database, vault, clock } = this.needs;
    const id = randomUUID();
    const dataKey = vault.newKey(id);
    const accountMark = this.credentials.markOf(await this.credentials.resolve(credentials));
    if (webhookSecret !== undefined) await this.requireReadable(webhookSecret);
    refuseSecond(store, { id, connector: order.connector, accountMark });
    const row: ConnectionRow = {
      ...order,
      ...{ id, origin: 'api', dataKey, accountMark },
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
    if (['plan', 'rateShare', 'sources'].some((field) => field in change)) this.opened.shut(id);
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
    this.opened.shut(id);
  }

  /**
   * Revokes the tokens at the vendor and destroys the keys: nothing sealed for this connection opens again.
   * Resolves with whether the vendor confirmed.
   */
  async remove(id: string): Promise<boolean> {
    const isRevoked = await this.revoke(id);
    this.opened.shut(id);
    this.needs.store.remove(id);
    return isRevoked;
  }

  /** Gives back what a consent brought, because the account cannot be taken. */
  async dropConsent(id: string): Promise<void> {
    await this.revoke(id);
    this.needs.store.saveTokens(id, undefined);
    this.change(id, { status: 'not_connected', accountMark: undefined, userMark: undefined });
    this.opened.shut(id);
  }

  /** Forgets the tokens; the connection has to be connected again. */
  forgetTokens(id: string): void {
    keptTokens(id, this.needs).markReconnectNeeded();
    this.opened.shut(id);
  }

  /** A connection that can be called; the same for all who ask. Throws AppError when there is none. */
  open(id: string): OpenConnection {
    return this.opened.open(id);
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

  /** Tests a connection, and says so where its account is not known. */
  async test(id: string, options?: TestOptions): Promise<ConnectionTest> {
    await this.accounts.identifyUnknown(id);
    const test = await testConnection(this.open(id), options);
    if (!this.accounts.isUnknown(id)) return test;
    return { ...test, nextStep: `${test.nextStep} ${accountUnknown}` };
  }

  close(): void {
    this.opened.close();
  }

  private async revoke(id: string): Promise<boolean> {
    const pair = keptTokens(id, this.needs).read();
    if (!pair) return true;
    try {
      const { connection, connector, upstream } = this.open(id);
      const { send, timeouts, clock } = upstream;
      await revokeToken({ connection, connector, send, timeouts, clock }, pair.accessToken);
      return true;
    } catch {
      return false; // the vendor may be out of reach; the keys are destroyed all the same
    }
  }
}
