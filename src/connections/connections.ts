import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { GrantedToken } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { ConnectionChange, ConnectionRow } from '../storage/connection-store.js';
import type { Store, Transaction } from '../storage/store.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Cell, Vault } from '../storage/vault.js';
import { Accounts } from './accounts.js';
import { toInfo, type Connection, type ConnectionInfo, type Credentials } from './connection.js';
import type { Connectors, InstalledConnector } from './connectors.js';
import { forgetTokens, keptTokens } from './kept-tokens.js';
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
  subjectGroups?: string[];
  retentionDays?: number;
  reportSettings?: ReportSettings;
  credentials: Credentials;
  /** What the vendor signs its calls with for this connection. */
  webhookSecret?: string;
}

/** What the connections of an installation need. */
export interface ConnectionsNeeds {
  store: Store;
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
    const { store, vault } = needs;
    this.webhookSecrets = new WebhookSecrets({ store: store.connections, vault, secrets: this.secrets });
    this.opened = new OpenConnections({ ...needs, credentials });
    this.accounts = new Accounts({ ...needs, credentials, open: this.opened });
  }

  /** Brings what the environment describes up to date; called once, before anything else. */
  async begin(): Promise<void> {
    const { needs, credentials } = this;
    if (needs.fromEnvironment) await takeFromEnvironment({ ...needs, credentials }, needs.fromEnvironment);
  }

  async list(): Promise<ConnectionInfo[]> {
    return (await this.needs.store.connections.list()).map(toInfo);
  }

  async find(id: string): Promise<ConnectionInfo | undefined> {
    const row = await this.needs.store.connections.find(id);
    return row && toInfo(row);
  }

  /** What serves a connection. Throws AppError when there is no such connection, or its connector is not installed. */
  async servingOf(id: string): Promise<InstalledConnector> {
    const row = await this.needs.store.connections.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    return this.needs.connectors.serving(row);
  }

  /** Stores a connection. Rejects with AppError when its account is connected already or a reference leads nowhere. */
  async create({ credentials, webhookSecret, ...order }: ConnectionOrder): Promise<ConnectionInfo> {
    const { store, vault, clock } = this.needs;
    const id = randomUUID();
    const dataKey = vault.newKey(id);
    const accountMark = this.credentials.markOf(await this.credentials.resolve(credentials));
    if (webhookSecret !== undefined) await this.requireReadable(webhookSecret);
    const row: ConnectionRow = {
      ...order,
      ...{ id, origin: 'api', dataKey, accountMark },
      status: order.kind === 'oauth' ? 'not_connected' : 'connected',
      credentials: this.credentials.seal(id, dataKey, credentials),
      createdAt: clock.now(),
      updatedAt: clock.now(),
    };
    return store.transaction(async (tx) => {
      await refuseSecond(tx.connections, { id, connector: order.connector, accountMark });
      await tx.connections.insert(row);
      if (webhookSecret !== undefined)
        await this.webhookSecrets.change(tx, id, { next: webhookSecret }, clock.now());
      return toInfo((await tx.connections.find(id)) ?? row);
    });
  }

  /** Changes what is not secret. The connection is opened anew, so nothing may run on it. */
  async change(id: string, change: ConnectionChange): Promise<ConnectionInfo> {
    const row = await this.needs.store.connections.change(id, change, this.needs.clock.now());
    if (['plan', 'rateShare', 'sources', 'subjectGroups'].some((field) => field in change))
      await this.opened.shut(id);
    return toInfo(row);
  }

  /** Rejects with AppError when a credential is a reference that leads nowhere. */
  async requireReadable(credential: string): Promise<void> {
    await this.secrets.read(credential);
  }

  /** Puts the next secret of the same app in the place of the old one. The connection is opened anew. */
  async changeSecret(id: string, clientSecret: string): Promise<void> {
    const { store, clock } = this.needs;
    await store.transaction(async ({ connections }) => {
      const row = await connections.find(id);
      if (!row) throw new AppError('not_found', 'There is no connection with this id.');
      const credentials = { ...this.credentials.open(row), clientSecret };
      const sealed = this.credentials.seal(id, row.dataKey, credentials);
      await connections.change(id, { credentials: sealed }, clock.now());
    });
    await this.opened.shut(id);
  }

  /**
   * Revokes the tokens at the vendor and destroys the keys: nothing sealed for this connection opens again.
   * Resolves with whether the vendor confirmed.
   */
  async remove(id: string): Promise<boolean> {
    const isRevoked = await this.revoke(id);
    await this.opened.shut(id);
    await this.needs.store.connections.remove(id);
    return isRevoked;
  }

  /** Gives back what a consent brought, because the account cannot be taken. */
  async dropConsent(id: string): Promise<void> {
    await this.revoke(id);
    await this.needs.store.connections.saveTokens(id, undefined);
    await this.change(id, { status: 'not_connected', accountMark: undefined, userMark: undefined });
    await this.opened.shut(id);
  }

  /** Forgets the tokens; the connection has to be connected again. */
  async forgetTokens(tx: Transaction, id: string): Promise<void> {
    await forgetTokens(tx, id, this.needs.clock.now());
    tx.afterCommit(() => this.opened.shut(id));
  }

  /** A connection that can be called; the same for all who ask. Throws AppError when there is none. */
  open(id: string): Promise<OpenConnection> {
    return this.opened.open(id);
  }

  /** Encrypts what belongs to a connection, with its own key. Throws AppError when there is none. */
  async seal(id: string, cell: Cell, content: string): Promise<string> {
    return this.needs.vault.seal(id, await this.dataKeyOf(id), cell, content);
  }

  /** Opens what was sealed for a connection. Throws AppError when its key was destroyed. */
  async unsealOf(id: string, cell: Cell, sealed: string): Promise<string> {
    return this.needs.vault.open(id, await this.dataKeyOf(id), cell, sealed);
  }

  private async dataKeyOf(id: string): Promise<string> {
    const row = await this.needs.store.connections.find(id);
    if (!row) throw new AppError('not_found', 'The connection is gone, and its key with it.');
    return row.dataKey;
  }

  /** Keeps what a consent brought: from here on the connection can be used. */
  async keepConsent(id: string, granted: GrantedToken): Promise<void> {
    const { connection } = await this.open(id);
    const { clock } = this.needs;
    await keptTokens(id, this.needs).keep(toPair({ connection, clock }, granted));
  }

  /** Tests a connection, and says so where its account is not known. */
  async test(id: string, options?: TestOptions): Promise<ConnectionTest> {
    await this.accounts.identifyUnknown(id);
    const test = await testConnection(await this.open(id), options);
    if (!(await this.accounts.isUnknown(id))) return test;
    return { ...test, nextStep: `${test.nextStep} ${accountUnknown}` };
  }

  async close(): Promise<void> {
    await this.opened.close();
  }

  private async revoke(id: string): Promise<boolean> {
    const pair = await keptTokens(id, this.needs).read();
    if (!pair) return true;
    try {
      const { connection, connector, upstream } = await this.open(id);
      const { send, timeouts, clock } = upstream;
      await revokeToken({ connection, connector, send, timeouts, clock }, pair.accessToken);
      return true;
    } catch {
      return false; // the vendor may be out of reach; the keys are destroyed all the same
    }
  }
}

/** The connections of an installation, with the one that the environment describes. */
export async function openConnections(needs: ConnectionsNeeds): Promise<Connections> {
  const connections = new Connections(needs);
  await connections.begin();
  return connections;
}
