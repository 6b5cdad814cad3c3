import type { Connector, Registry } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { ConnectionRow } from '../storage/connection-store.js';
import type { VendorSettings } from './connection.js';

/** A connector with what the installation sets for it. */
export interface InstalledConnector {
  connector: Connector;
  settings: VendorSettings;
}

/** The connectors of an installation, found by the row of a connection. */
export class Connectors {
  constructor(
    private readonly registry: Registry,
    private readonly settings: Readonly<Record<string, VendorSettings>>,
  ) {}

  get all(): readonly Connector[] {
    return this.registry.all;
  }

  /** Undefined: this installation does not have it. */
  of(id: string): InstalledConnector | undefined {
    const connector = this.registry.of(id);
    const settings = this.settings[id];
    return connector && settings && { connector, settings };
  }

  /** What serves a connection. Throws AppError where its connector is not installed. */
  serving({ id, connector }: Pick<ConnectionRow, 'id' | 'connector'>): InstalledConnector {
    const found = this.of(connector);
    if (!found)
      throw new AppError(
        'connector_unknown',
        `Connection ${id} belongs to the connector "${connector}", which this installation does not have. Start a version that has it (here: ${this.all.map((one) => one.id).join(', ')}); what waits for it goes on then. Or remove the connection.`,
      );
    return found;
  }
}
