import { systemClock, type Clock } from './clock.js';
import { createLanes } from './collect/lanes.js';
import { laneSize } from './collect/run-source.js';
import type { Connection } from './connections/connection.js';
import { openConnection, type ConnectionTuning, type OpenConnection } from './connections/open-connection.js';
import type { Connector } from './contract/index.js';
import type { Logger } from './logger.js';
import { readProgram } from './package.js';
import { AccessRequests } from './requests/access-requests.js';
import { runRequest } from './requests/run-request.js';
import { createApiKeyStore, type ApiKeyStore } from './storage/api-key-store.js';
import type { DataFolder } from './storage/data-folder.js';
import { openDatabase } from './storage/database.js';
import { createRequestStore } from './storage/request-store.js';
import { createStepStore } from './storage/step-store.js';

/** What a service is made of. */
export interface ServiceNeeds {
  folder: DataFolder;
  connection: Connection;
  connector: Connector;
  logger: Logger;
  clock?: Clock;
  tuning?: ConnectionTuning;
}

/** The working parts of an installation, without any way in. */
export interface Service {
  requests: AccessRequests;
  keys: ApiKeyStore;
  open: OpenConnection;
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
  connection,
  connector,
  logger,
  clock = systemClock,
  tuning,
}: ServiceNeeds): Service {
  const database = openDatabase(folder.database);
  const requestStore = createRequestStore(database);
  const steps = createStepStore(database);
  const open = openConnection(connection, connector, database, clock, tuning);
  const lanes = createLanes((lane) => laneSize(lane.replace(/^files of /, '')));
  const program = readProgram();
  const needs = { requests: requestStore, steps, folder, open, lanes, program, clock, logger };
  const requests = new AccessRequests({
    ...{ requests: requestStore, steps, folder, clock, logger },
    run: (request, progress, signal) => runRequest(needs, request.id, progress, signal),
  });
  return {
    ...{ requests, open, folder, clock, logger },
    keys: createApiKeyStore(database),
    isReady: () => database.get('SELECT 1 AS one')?.one === 1,
    close: async () => {
      await requests.stop();
      open.close();
      database.close();
    },
  };
}
