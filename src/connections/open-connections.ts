import type { Clock } from '../clock.js';
import { AppError } from '../errors.js';
import type { ConnectionRow } from '../storage/connection-store.js';
import type { Store } from '../storage/store.js';
import type { Vault } from '../storage/vault.js';
import type { Connection } from './connection.js';
import type { Connectors } from './connectors.js';
import { keptTokens } from './kept-tokens.js';
import { openConnection, type ConnectionTuning, type OpenConnection } from './open-connection.js';
import type { SealedCredentials } from './sealed-credentials.js';

/** What opening the connections of an installation needs. */
export interface OpenConnectionsNeeds {
  store: Store;
  vault: Vault;
  connectors: Connectors;
  credentials: SealedCredentials;
  /** The connection that the environment describes. */
  fromEnvironment?: Connection;
  clock: Clock;
  tuning?: ConnectionTuning;
}

/** Connections that can be called, each opened once with the connector of its row: one pace, one token for all who ask. */
export class OpenConnections {
  private readonly opened = new Map<string, Promise<OpenConnection>>();

  constructor(private readonly needs: OpenConnectionsNeeds) {}

  /** Rejects with AppError when there is no such connection, or none of the connectors here serves it. */
  open(id: string): Promise<OpenConnection> {
    const known = this.opened.get(id);
    if (known) return known;
    const opening = this.openAnew(id);
    this.opened.set(id, opening);
    // One that cannot be opened now may be later.
    opening.catch(() => {
      if (this.opened.get(id) === opening) this.opened.delete(id);
    });
    return opening;
  }

  private async openAnew(id: string): Promise<OpenConnection> {
    const { store, connectors, clock, tuning } = this.needs;
    const row = await store.connections.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    const { connector } = connectors.serving(row);
    const kept = keptTokens(id, this.needs);
    const { budgets } = store;
    return openConnection(this.toConnection(row), { connector, budgets, clock, kept, tuning });
  }

  /** The next who asks gets it opened anew. */
  async shut(id: string): Promise<void> {
    const opened = this.opened.get(id);
    this.opened.delete(id);
    await (await opened?.catch(() => undefined))?.close();
  }

  async close(): Promise<void> {
    for (const id of [...this.opened.keys()]) await this.shut(id);
  }

  private toConnection(row: ConnectionRow): Connection {
    const { connectors, credentials, fromEnvironment } = this.needs;
    const { id, connector, plan, rateShare, sources, subjectGroups } = row;
    if (row.origin === 'environment' && fromEnvironment)
      return { ...fromEnvironment, id, connector, plan, rateShare, sources, subjectGroups };
    const { apiUrl, isApiUrlExplicit, oauthUrl, mediaHosts, proxy } = connectors.serving(row).settings;
    const given = credentials.open(row);
    return {
      ...{ id, connector, plan, rateShare, sources, subjectGroups },
      ...{ apiUrl, isApiUrlExplicit, oauthUrl, mediaHosts, proxy },
      credentials: given,
      readCredentials: () => credentials.resolve(given),
    };
  }
}
