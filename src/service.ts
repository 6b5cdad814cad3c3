import { systemClock, type Clock } from './clock.js';
import { createLanes, type Lanes } from './collect/lanes.js';
import { laneSize } from './collect/run-source.js';
import type { Connection, VendorAddresses } from './connections/connection.js';
import { Connections } from './connections/connections.js';
import { Consents } from './connections/consents.js';
import type { ConnectionTuning } from './connections/open-connection.js';
import type { Connector } from './contract/index.js';
import type { Logger } from './logger.js';
import { readProgram } from './package.js';
import { AccessRequests } from './requests/access-requests.js';
import { forgetConnection } from './requests/forget-connection.js';
import { runRequest } from './requests/run-request.js';
import { createConnectionStore } from './storage/connection-store.js';
import { createConsentStore } from './storage/consent-store.js';
import { openVault } from './storage/master-key.js';
import { createWebhookEventStore, type WebhookEventStore } from './storage/webhook-event-store.js';
import { createApiKeyStore, type ApiKeyStore } from './storage/api-key-store.js';
import type { DataFolder } from './storage/data-folder.js';
import { openDatabase, type Database } from './storage/database.js';
import { createRequestStore } from './storage/request-store.js';
import { createStepStore } from './storage/step-store.js';

/** What a service is made of. */
export interface ServiceNeeds {
  folder: DataFolder;
  connector: Connector;
  vendor: VendorAddresses & { rateShare: number };
  /** The connection that the environment describes. */
  connection?: Connection;
  masterKey?: string;
  /** Reads a credential that is given by reference; by default none is. */
  resolveSecret?: (text: string) => string;
  logger: Logger;
  clock?: Clock;
  tuning?: ConnectionTuning;
}

/** The working parts of an installation, without any way in. */
export interface Service {
  requests: AccessRequests;
  keys: ApiKeyStore;
  connector: Connector;
  connections: Connections;
  consents: Consents;
  webhookEvents: WebhookEventStore;
  /** Removes what was read through a connection. */
  forgetConnection(id: string): Promise<void>;
  /** Rate share of a connection that names none. */
  rateShare: number;
  folder: DataFolder;
  clock: Clock;
  logger: Logger;
  /** Whether the database answers. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** Puts the parts of an installation together. The data folder must be locked for this process. */
export function createService({
  folder,
  connector,
  vendor: { rateShare, ...vendor },
  connection,
  masterKey,
  resolveSecret = (text) => text,
  logger,
  clock = systemClock,
  tuning,
}: ServiceNeeds): Service {
  const database = openDatabase(folder.database);
  const requestStore = createRequestStore(database);
  const steps = createStepStore(database);
  const vault = unlock(database, () =>
    openVault({ database, folder: folder.path, given: masterKey, logger }),
  );
  const connections = new Connections({
    ...{ store: createConnectionStore(database), database, vault, connector, vendor, resolveSecret },
    ...{ fromEnvironment: connection, clock, tuning },
  });
  const consents = new Consents({ connections, store: createConsentStore(database), vault, clock });
  const program = readProgram();
  const needs = { requests: requestStore, steps, folder, program, clock, logger };
  const lanesOf = lanesPerConnection();
  const requests = new AccessRequests({
    ...{ requests: requestStore, steps, folder, clock, logger },
    isConnected: (id) => connections.find(id)?.status === 'connected',
    run: ({ id, connectionId }, progress, signal) => {
      const open = connections.open(connectionId);
      return runRequest({ ...needs, open, lanes: lanesOf(connectionId) }, id, progress, signal);
    },
  });
  return {
    ...{ requests, connector, connections, consents, rateShare, folder, clock, logger },
    keys: createApiKeyStore(database),
    forgetConnection: (id) =>
      forgetConnection({ accessRequests: requests, requests: requestStore, folder, now: clock.now() }, id),
    webhookEvents: createWebhookEventStore(database),
    isReady: () => database.get('SELECT 1 AS one')?.one === 1,
    close: async () => {
      await requests.stop();
      connections.close();
      database.close();
    },
  };
}

/** A service that does not start lets its database go. */
function unlock<T>(database: Database, open: () => T): T {
  try {
    return open();
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The requests of one connection share its lanes, as they share its pace. */
function lanesPerConnection(): (connectionId: string) => Lanes {
  const all = new Map<string, Lanes>();
  return (connectionId) => {
    const lanes = all.get(connectionId) ?? createLanes((lane) => laneSize(lane.replace(/^files of /, '')));
    all.set(connectionId, lanes);
    return lanes;
  };
}
