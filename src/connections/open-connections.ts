import type { Clock } from '../clock.js';
import { AppError } from '../errors.js';
import type { ConnectionRow, ConnectionStore } from '../storage/connection-store.js';
import type { Database } from '../storage/database.js';
import type { Vault } from '../storage/vault.js';
import type { Connection } from './connection.js';
import type { Connectors } from './connectors.js';
import { keptTokens } from './kept-tokens.js';
import { openConnection, type ConnectionTuning, type OpenConnection } from './open-connection.js';
import type { SealedCredentials } from './sealed-credentials.js';

/** What opening the connections of an installation needs. */
export interface OpenConnectionsNeeds {
  store: ConnectionStore;
  database: Database;
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
  private readonly opened = new Map<string, OpenConnection>();

  constructor(private readonly needs: OpenConnectionsNeeds) {}

  /** Throws AppError when there is no such connection, or none of the connectors here serves it. */
  open(id: string): OpenConnection {
    const known = this.opened.get(id);
    if (known) return known;
    const row = this.needs.store.find(id);
    if (!row) throw new AppError('not_found', 'There is no connection with this id.');
    const { connector } = this.needs.connectors.serving(row);
    const { database, clock, tuning } = this.needs;
    const kept = keptTokens(id, this.needs);
    const open = openConnection(this.toConnection(row), { connector, database, clock, kept, tuning });
    this.opened.set(id, open);
    return open;
  }

  /** The next who asks gets it opened anew. */
  shut(id: string): void {
    this.opened.get(id)?.close();
    this.opened.delete(id);
  }

  close(): void {
    for (const id of [...this.opened.keys()]) this.shut(id);
  }

  private toConnection(row: ConnectionRow): Connection {
    const { connectors, credentials, fromEnvironment } = this.needs;
    const { id, connector, plan, rateShare, sources } = row;
    if (row.origin === 'environment' && fromEnvironment)
      return { ...fromEnvironment, id, connector, plan, rateShare, sources };
    const { apiUrl, isApiUrlExplicit, oauthUrl, mediaHosts, proxy } = connectors.serving(row).settings;
    const given = credentials.open(row);
    return {
      ...{ id, connector, plan, rateShare, sources },
      ...{ apiUrl, isApiUrlExplicit, oauthUrl, mediaHosts, proxy },
      credentials: given,
      readCredentials: () => credentials.resolve(given),
    };
  }
}
