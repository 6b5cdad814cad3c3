import { systemClock, toDay, type Clock } from './clock.js';
import { Leases } from './collect/leases.js';
import type { Connection, VendorSettings } from './connections/connection.js';
import { Connections } from './connections/connections.js';
import { Connectors } from './connections/connectors.js';
import { Consents } from './connections/consents.js';
import type { ConnectionTuning } from './connections/open-connection.js';
import type { Registry } from './contract/index.js';
import { defaultLimits } from './default-limits.js';
import { HeadFiles } from './ledger/heads.js';
import { Ledger } from './ledger/ledger.js';
import type { Logger } from './logger.js';
import { createMetrics, type Metrics } from './metrics.js';
import { readProgram } from './package.js';
import { AccessRequests } from './requests/access-requests.js';
import { Advance } from './requests/advance.js';
import { CallTally } from './requests/call-tally.js';
import { forgetConnection } from './requests/forget-connection.js';
import { RemovedApps } from './requests/removed-apps.js';
import { forecast } from './requests/forecast.js';
import { createPublishing } from './requests/publishing.js';
import { ReportChecks } from './requests/report-checks.js';
import { Retention } from './requests/retention.js';
import { Waiters } from './requests/waiters.js';
import { WorkQueue } from './requests/work-queue.js';
import { Worker } from './requests/worker.js';
import { createConnectionStore } from './storage/connection-store.js';
import { createConsentStore } from './storage/consent-store.js';
import { openVault } from './storage/master-key.js';
import { createWebhookEventStore } from './storage/webhook-event-store.js';
import { openSigner, type Signer } from './storage/signing-key.js';
import { createApiKeyStore, type ApiKeyStore } from './storage/api-key-store.js';
import type { DataFolder } from './files/data-folder.js';
import { readDailyCalls } from './storage/daily-counts.js';
import { openDatabase, type Database } from './storage/database.js';
import { createCallCounts } from './storage/call-counts.js';
import { createEventStore, type EventReader } from './storage/event-store.js';
import { createIdempotencyStore } from './storage/idempotency-store.js';
import { createLedgerStore } from './storage/ledger-store.js';
import { createLinkStore, type LinkStore } from './storage/link-store.js';
import { createDownloadStore, type DownloadStore } from './storage/download-store.js';
import { createReportStore } from './storage/report-store.js';
import { isFinished, type AccessRequest } from './model/access-request.js';
import { createRequestStore } from './storage/request-store.js';
import { createStepStore } from './storage/step-store.js';

/** What a service is made of. */
export interface ServiceNeeds {
  folder: DataFolder;
  /** The connectors of this installation. */
  registry: Registry;
  /** What the connections of a vendor share, by the id of its connector. */
  vendors: Readonly<Record<string, VendorSettings>>;
  /** The connection that the environment describes. */
  connection?: Connection;
  masterKey?: string;
  /** Reads a credential that is given by reference; by default none is. */
  resolveSecret?: (text: string) => Promise<string>;
  logger: Logger;
  /** Unfinished requests a connection may have. */
  mostWaiting?: number;
  /** Longest silence while an answer or a file arrives. */
  silenceMs?: number;
  clock?: Clock;
  tuning?: ConnectionTuning;
  /** Lets a test stand between the service and its database. */
  wrapDatabase?: (database: Database) => Database;
}

/** The working parts of an installation, without any way in. */
export interface Service {
  requests: AccessRequests;
  /** Every change of a request's status, to be read from a number on. */
  events: EventReader;
  keys: ApiKeyStore;
  connectors: Connectors;
  connections: Connections;
  consents: Consents;
  /** Accounts that removed the app. */
  removedApps: RemovedApps;
  ledger: Ledger;
  links: LinkStore;
  downloads: DownloadStore;
  reportChecks: ReportChecks;
  signer: Signer;
  metrics: Metrics;
  folder: DataFolder;
  clock: Clock;
  logger: Logger;
  retention: Retention;
  /** When the planned calls of an unfinished request will have been made; undefined: unknown. */
  forecast(request: AccessRequest): number | undefined;
  /** Goes on with what an earlier process left, and begins to destroy what is too old. */
  start(): void;
  /** Whether new requests find the database and room on the disk. */
  isReady(): boolean;
  /** `beforeDatabase`: what still writes, to be ended once no step runs any more. */
  close(beforeDatabase?: () => Promise<void>): Promise<void>;
}

/** Puts the parts of an installation together. The data folder must be locked for this process. */
export function createService({
  folder,
  registry,
  vendors,
  connection,
  masterKey,
  resolveSecret = (text) => Promise.resolve(text),
  logger,
  mostWaiting = defaultLimits.mostWaiting,
  silenceMs = defaultLimits.silenceSeconds * 1_000,
  clock = systemClock,
  tuning,
  wrapDatabase = (database) => database,
}: ServiceNeeds): Service {
  const database = wrapDatabase(openDatabase(folder.database));
  const requestStore = createRequestStore(database);
  const steps = createStepStore(database);
  const vault = unlock(database, () =>
    openVault({ database, folder: folder.path, given: masterKey, logger }),
  );
  const signer = openSigner(database, vault);
  const links = createLinkStore(database);
  const calls = createCallCounts(database);
  const tally = new CallTally(calls, logger);
  const observe: ConnectionTuning['observe'] = (call) => {
    tally.count(call);
    metrics.called(call);
    tuning?.observe?.(call);
  };
  const connectors = new Connectors(registry, vendors);
  const connections = new Connections({
    ...{ store: createConnectionStore(database), database, vault, connectors, resolveSecret },
    ...{ fromEnvironment: connection, clock, tuning: { silenceMs, ...tuning, observe } },
  });
  const consents = new Consents({ connections, store: createConsentStore(database), vault, clock });
  const heads = new HeadFiles(folder.ledgerHeads);
  const ledger = new Ledger({ store: createLedgerStore(database), database, heads, clock, logger });
  const callsToday = (connectionId: string, budget: string) =>
    readDailyCalls(database, connectionId, budget, toDay(clock.now()));
  const metrics = createMetrics({
    requestsByStatus: (within) => requestStore.countByStatus(within),
    budgetsUsed: (within) =>
      connections
        .list()
        .filter(({ id }) => within?.includes(id) ?? true)
        .flatMap(({ id: connectionId, connector, plan }) => {
          const limits = connectors.of(connector)?.connector.rateLimits(plan);
          return (limits?.budgets ?? []).map(({ id: budget, callsPerDay }) => ({
            ...{ connectionId, budget },
            ratio: callsToday(connectionId, budget) / callsPerDay,
          }));
        }),
    queueAgeSeconds(within) {
      const now = clock.now();
      const oldest = requestStore
        .unfinished()
        .find(({ connectionId }) => within?.includes(connectionId) ?? true);
      // A wall clock that was set back would make an age below 0.
      return Math.max(0, now - (oldest?.createdAt ?? now)) / 1_000;
    },
  });
  const leases = new Leases(steps, clock, ({ kind }, outcome) => metrics.stepEnded(kind, outcome));
  const events = createEventStore(database);
  const waiters = new Waiters();
  const advance = new Advance({ database, rows: requestStore, events, waiters, clock });
  const queue = new WorkQueue(clock);
  const kept = {
    ...{ database, requests: requestStore, advance, reports: createReportStore(database), steps, calls },
    ...{ idempotency: createIdempotencyStore(database), links, ledger, files: folder.files, clock, logger },
  };
  const retention = new Retention({
    ...{ ...kept, queue, events },
    retentionDaysOf: (id) => connections.find(id)?.retentionDays,
  });
  const markSubject = (id: string, email: string) =>
    vault.mark(`${id}|${email.toLowerCase().normalize('NFC')}`);
  const worker = new Worker({
    ...{ ...kept, tally, leases, signer, markSubject, program: readProgram() },
    ...{ queue, waiters, connections, publishing: createPublishing() },
  });
  let closing: Promise<void> | undefined;
  const reportChecks = new ReportChecks({
    ...{ files: folder.files, ledger, logger, clock },
    onCheck: (result) => metrics.reportChecked(result),
  });
  const own = { queue, waiters, retention, mostWaiting, reportChecks, markSubject };
  const requests = new AccessRequests({ ...kept, ...own });
  const removedApps = new RemovedApps({
    ...{ events: createWebhookEventStore(database), connections, ledger, database, clock, logger },
    forget: (connectionId, until, signal) =>
      forgetConnection(
        { accessRequests: requests, requests: requestStore, retention, files: folder.files },
        { connectionId, until },
        { by: 'vendor' },
        signal,
      ),
  });
  if (folder.openTo !== undefined) logger.warn({}, folder.openTo);
  const crashed = leases.start();
  if (crashed > 0) logger.warn({ count: crashed }, 'steps were running when the last process died');
  tally.start();
  worker.start();
  return {
    ...{ requests, retention, connectors, connections, consents, folder, clock, logger, ledger },
    ...{ metrics, links, signer, reportChecks, removedApps, events },
    keys: createApiKeyStore(database),
    downloads: createDownloadStore(database),
    start: () => {
      requests.start();
      retention.start();
      removedApps.start();
      for (const { id, status, connector } of connections.list()) {
        if (!connectors.of(connector))
          logger.warn(
            { connectionId: id, code: 'connector_unknown' },
            'the connector of a connection is not installed: its requests wait',
          );
        else if (status === 'connected') requests.resumeWaiting(id);
      }
    },
    forecast: (request) => {
      const connection = connections.find(request.connectionId);
      const waits = request.status === 'paused' && request.resumeAt === undefined;
      if (isFinished(request.status) || waits || !connection) return undefined;
      const connector = connectors.of(connection.connector)?.connector;
      if (!connector) return undefined;
      return forecast({
        ...{ request, connector, share: connection.rateShare, now: clock.now() },
        callsToday: (budget) => callsToday(connection.id, budget),
        limits: connector.rateLimits(connection.plan),
        counts: steps.counts(request.id),
        sharers: requestStore.countUnfinished(request.connectionId),
      });
    },
    isReady: () =>
      !requests.isStopping && database.get('SELECT 1 AS one')?.one === 1 && folder.files.hasRoom(),
    close: (beforeDatabase) => (closing ??= close(beforeDatabase)),
  };

  async function close(beforeDatabase?: () => Promise<void>): Promise<void> {
    const stopped = Promise.all([requests.stop(), removedApps.stop(), retention.stop()]);
    await Promise.race([stopped, new Promise((end) => setTimeout(end, longestStopMs).unref())]);
    await beforeDatabase?.();
    tally.stop();
    leases.stop();
    metrics.close();
    connections.close();
    database.close();
  }
}

/** Longest wait for steps to reach their boundary; what is not there by then starts again at the next start. */
const longestStopMs = 8_000;

/** A service that does not start lets its database go. */
function unlock<T>(database: Database, open: () => T): T {
  try {
    return open();
  } catch (error) {
    database.close();
    throw error;
  }
}
