import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulators/zoom/index.js';
import type { Connection, VendorSettings } from '../../src/connections/connection.js';
import type { InstalledConnector } from '../../src/connections/connectors.js';
import { createRegistry, type Connector } from '../../src/contract/index.js';
import { silentLogger, type Logger } from '../../src/logger.js';
import { createService, type Service, type ServiceNeeds } from '../../src/service.js';
import { openDataFolder } from '../../src/files/data-folder.js';
import { openDatabase } from '../../src/storage/sqlite/database.js';
import type { AccessRequest, RequestOrder } from '../../src/model/access-request.js';
import { fastZoom, hurriedRetry, hurriedTimeouts } from './fast-zoom.js';
import { readReport, type ReadReport } from './read-report.js';
import { reportFileIn } from './data-paths.js';

/** A simulated Zoom and a service that works with it, in a folder of their own. */
export interface Installation {
  simulator: Simulator;
  service: Service;
  dataDir: string;
  /** Runs one request to where it rests. */
  ask(email: string, options?: Partial<RequestOrder>): Promise<AccessRequest>;
  /** Runs one request and opens its report, which outside tools have checked. */
  report(email: string, options?: Partial<RequestOrder>): Promise<ReadReport>;
  open(request: AccessRequest): Promise<ReadReport>;
  /** Ends the service as a new process would find it, and starts it again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Settings that tests change. */
export interface InstallationOptions {
  simulator?: SimulatorOptions;
  /** Null: the environment describes none. */
  connection?: Partial<Connection> | null;
  /** `hasRoom` stands in for the disk, `connector` for the one of the simulator. */
  service?: Partial<Omit<ServiceNeeds, 'folder' | 'registry' | 'vendors' | 'connection' | 'logger'>> & {
    hasRoom?: () => boolean;
    connector?: Connector;
  };
  /** Signs the simulator's calls, for all connections. */
  webhookSecret?: string;
  /** Further connectors, each with its own vendor; tests may change the list between two starts. */
  beside?: InstalledConnector[];
  logger?: Logger;
}

let emptyDatabase: Buffer | undefined;

/** A data folder whose database has its tables already: making them takes as long as a small request. */
function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-test-'));
  const path = join(folder, 'database.sqlite');
  if (emptyDatabase) writeFileSync(path, emptyDatabase, { mode: 0o600 });
  else {
    openDatabase(path).close();
    emptyDatabase = readFileSync(path);
  }
  return folder;
}

/** Starts both on free ports. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const simulator = await startSimulator({ enforceRateLimits: false, ...options.simulator });
  const dataDir = makeDataFolder();
  const { webhookSecret, beside } = options;
  const start = () => {
    // What a test has changed meanwhile counts at the next start.
    const { hasRoom, connector = fastZoom, ...parts } = options.service ?? {};
    const folder = openDataFolder(dataDir);
    return createService({
      folder: hasRoom ? { ...folder, files: Object.assign(folder.files, { hasRoom }) } : folder,
      ...installed({ connector, settings: { ...vendorOf(simulator), webhookSecret } }, ...(beside ?? [])),
      logger: options.logger ?? silentLogger,
      tuning: { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts },
      connection: options.connection === null ? undefined : connectionTo(simulator, options.connection),
      ...parts,
    });
  };
  let service = await start();
  const ask: Installation['ask'] = async (email, order) => {
    const { id } = await service.requests.create({
      ...{ connectionId: 'default', origin: 'test', media: true, email },
      ...order,
    });
    const request = await service.requests.wait(id, 60_000);
    if (!request) throw new Error('The request is gone.');
    return request;
  };
  const open: Installation['open'] = ({ id, report }) =>
    readReport(reportFileIn(service.folder, id, report?.version));
  return {
    simulator,
    get service() {
      return service;
    },
    dataDir,
    ask,
    open,
    report: async (email, order) => open(await ask(email, order)),
    restart: async () => {
      await service.close();
      service = await start();
      await service.start();
      await service.retention.settled();
    },
    close: async () => {
      await service.close();
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the environment would configure for every connection to a simulator. */
export const vendorOf = ({
  apiUrl,
  oauthUrl,
  mediaHost,
}: Pick<Simulator, 'apiUrl' | 'oauthUrl' | 'mediaHost'>) => ({
  ...{ rateShare: 0.75, isApiUrlExplicit: true, apiUrl, oauthUrl, mediaHosts: [mediaHost] },
});

/** What a service is told of its connectors. */
export const installed = (
  ...connectors: InstalledConnector[]
): Pick<ServiceNeeds, 'registry' | 'vendors'> => ({
  registry: createRegistry(connectors.map(({ connector }) => connector)),
  vendors: Object.fromEntries(
    connectors.map(({ connector, settings }): [string, VendorSettings] => [connector.id, settings]),
  ),
});

/** The same for one connector and a simulator. */
export const installedFor = (connector: Connector, simulator: Parameters<typeof vendorOf>[0]) =>
  installed({ connector, settings: vendorOf(simulator) });

/** The connection the environment would configure for a simulator. */
export function connectionTo(
  simulator: Pick<Simulator, 'apiUrl' | 'oauthUrl' | 'mediaHost' | 'credentials'>,
  changes: Partial<Connection> = {},
): Connection {
  return {
    ...{ id: 'default', connector: 'zoom', plan: 'business', ...vendorOf(simulator) },
    credentials: simulator.credentials,
    ...changes,
  };
}
