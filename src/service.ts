import type { Callbacks } from './callbacks/callbacks.js';
import { openCallbacks, type CallbackSettings } from './callbacks/open-callbacks.js';
import { systemClock, toDay, type Clock } from './clock.js';
import { Leases } from './collect/leases.js';
import type { Connection, VendorSettings } from './connections/connection.js';
import { openConnections, type Connections } from './connections/connections.js';
import { Connectors } from './connections/connectors.js';
import { Consents } from './connections/consents.js';
import type { ConnectionTuning } from './connections/open-connection.js';
import type { Registry } from './contract/index.js';
import { defaultLimits } from './default-limits.js';
import { HeadFiles } from './ledger/heads.js';
import { openLedger, type Ledger } from './ledger/ledger.js';
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
import { Sealing } from './requests/sealing.js';
import { Retention } from './requests/retention.js';
import { Waiters } from './requests/waiters.js';
import { WorkQueue } from './requests/work-queue.js';
import { Worker } from './requests/worker.js';
import { RequestKeys } from './storage/request-keys.js';
import { openVault } from './storage/master-key.js';
import { openSigner, type Signer } from './storage/signing-key.js';
import type { ApiKeyStore } from './storage/api-key-store.js';
import type { DataFolder } from './files/data-folder.js';
import type { FileStore } from './files/file-store.js';
import { SealedFiles } from './files/sealed/sealed-files.js';
import type { EventReader } from './storage/event-store.js';
import type { LinkStore } from './storage/link-store.js';
import type { DownloadStore } from './storage/download-store.js';
import type { Database } from './storage/sqlite/database.js';
import { openStore } from './storage/sqlite/open-store.js';
import type { Store } from './storage/store.js';
import { isFinished, type AccessRequest } from './model/access-request.js';

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
  /** Whether what is written is sealed; what was sealed is read all the same. */
  sealFiles?: boolean;
  /** Reads a credential that is given by reference; by default none is. */
  resolveSecret?: (text: string) => Promise<string>;
  logger: Logger;
  /** Where callbacks may go beside public hosts, and how. */
  callbacks?: CallbackSettings;
  /** Unfinished requests a connection may have. */
  mostWaiting?: number;
  /** Longest silence while an answer or a file arrives. */
  silenceMs?: number;
  clock?: Clock;
  tuning?: ConnectionTuning;
  /** Lets a test stand between the service and what its database writes. */
  wrapDatabase?: (database: Database) => Database;
}

/** The working parts of an installation, without any way in. */
export interface Service {
  store: Store;
  requests: AccessRequests;
  /** Every change of a request's status, to be read from a number on. */
  events: EventReader;
  keys: ApiKeyStore;
  /** Who is told of events by calls of ours. */
  callbacks: Callbacks;
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
  folder: Omit<DataFolder, 'files'> & { files: FileStore };
  clock: Clock;
  logger: Logger;
  retention: Retention;
  sealing: Sealing;
  /** When the planned calls of an unfinished request will have been made; undefined: unknown. */
  forecast(request: AccessRequest): Promise<number | undefined>;
  /** Goes on with what an earlier process left, and begins to destroy what is too old. */
  start(): Promise<void>;
  /** Whether new requests find the database and room on the disk. */
  isReady(): Promise<boolean>;
  /** `beforeDatabase`: what still writes, to be ended once no step runs any more. */
  close(beforeDatabase?: () => Promise<void>): Promise<void>;
}

/** Puts the parts of an installation together. The data folder must be locked for this process. */
export async function createService({
  folder: diskFolder,
  sealFiles = false,
  registry,
  vendors,
  connection,
  masterKey,
  resolveSecret = (text) => Promise.resolve(text),
  logger,
  callbacks: callbackSettings = { hosts: [] },
  mostWaiting = defaultLimits.mostWaiting,
  silenceMs = defaultLimits.silenceSeconds * 1_000,
  clock = systemClock,
  tuning,
  wrapDatabase,
}: ServiceNeeds): Promise<Service> {
  const store = await openStore(diskFolder.database, wrapDatabase);
  const vault = await unlock(store, () =>
    openVault({ settings: store.settings, folder: diskFolder.path, given: masterKey, logger }),
  );
  const requestKeys = new RequestKeys({ store, vault });
  const files = new SealedFiles(diskFolder.files, requestKeys, sealFiles);
  const folder = { ...diskFolder, files };
  const signer = await openSigner(store.settings, vault);
  const tally = new CallTally(store.calls, logger);
  const observe: ConnectionTuning['observe'] = (call) => {
    tally.count(call);
    metrics.called(call);
    tuning?.observe?.(call);
  };
  const connectors = new Connectors(registry, vendors);
  const connections = await openConnections({
    ...{ store, vault, connectors, resolveSecret },
    ...{ fromEnvironment: connection, clock, tuning: { silenceMs, ...tuning, observe } },
  });
  const consents = new Consents({ connections, store: store.consents, vault, clock });
  const heads = new HeadFiles(folder.ledgerHeads);
  const ledger = await openLedger({ store, heads, clock, logger });
  const usedOf = (connectionId: string, budgetId: string) =>
    store.budgets.used({ connectionId, budgetId, day: toDay(clock.now()) });
  const metrics = createMetrics({
    requestsByStatus: (within) => store.requests.countByStatus(within),
    budgetsUsed: async (within) => {
      const seen = (await connections.list()).filter(({ id }) => within?.includes(id) ?? true);
      const budgets = seen.flatMap(({ id, connector, plan }) => {
        const limits = connectors.of(connector)?.connector.rateLimits(plan);
        return (limits?.budgets ?? []).map((budget) => ({ connectionId: id, ...budget }));
      });
      return Promise.all(
        budgets.map(async ({ connectionId, id: budget, callsPerDay }) => ({
          ...{ connectionId, budget },
          ratio: (await usedOf(connectionId, budget)) / callsPerDay,
        })),
      );
    },
    queueAgeSeconds: async (within) => {
      const now = clock.now();
      const unfinished = await store.requests.unfinished();
      const oldest = unfinished.find(({ connectionId }) => within?.includes(connectionId) ?? true);
      // A wall clock that was set back would make an age below 0.
      return Math.max(0, now - (oldest?.createdAt ?? now)) / 1_000;
    },
  });
  const leases = new Leases(store.steps, clock, ({ kind }, outcome) => metrics.stepEnded(kind, outcome));
  const waiters = new Waiters();
  const advance = new Advance({ waiters, clock });
  const queue = new WorkQueue(clock);
  const kept = { store, advance, ledger, files: folder.files, clock, logger };
  const retention = new Retention({ ...kept, queue });
  const sealing = new Sealing({ files, store, queue, logger });
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
  const telling = openCallbacks({ store, ledger, vault, clock, logger }, callbackSettings);
  const endWatch = waiters.watch(() => telling.courier.tell());
  const removedApps = new RemovedApps({
    ...{ store, connections, ledger, clock, logger },
    forget: (connectionId, until, signal) =>
      forgetConnection(
        { accessRequests: requests, requests: store.requests, retention, files: folder.files },
        { connectionId, until },
        { by: 'vendor' },
        signal,
      ),
  });
  if (folder.openTo !== undefined) logger.warn({}, folder.openTo);
  const crashed = await leases.start();
  if (crashed > 0) logger.warn({ count: crashed }, 'steps were running when the last process died');
  tally.start();
  worker.start();
  return {
    ...{
      store,
      requests,
      retention,
      sealing,
      connectors,
      connections,
      consents,
      folder,
      clock,
      logger,
      ledger,
    },
    ...{ metrics, signer, reportChecks, removedApps, callbacks: telling.callbacks },
    ...{ events: store.events, keys: store.keys, links: store.links, downloads: store.downloads },
    start: async () => {
      await requests.start();
      await retention.start();
      if (sealFiles) sealing.start();
      await removedApps.start();
      await telling.courier.start();
      for (const { id, status, connector } of await connections.list()) {
        if (!connectors.of(connector))
          logger.warn(
            { connectionId: id, code: 'connector_unknown' },
            'the connector of a connection is not installed: its requests wait',
          );
        else if (status === 'connected') await requests.resumeWaiting(id);
      }
    },
    forecast: async (request) => {
      const connection = await connections.find(request.connectionId);
      const waits = request.status === 'paused' && request.resumeAt === undefined;
      if (isFinished(request.status) || waits || !connection) return undefined;
      const connector = connectors.of(connection.connector)?.connector;
      if (!connector) return undefined;
      const limits = connector.rateLimits(connection.plan);
      const used = new Map<string, number>();
      for (const { id } of limits.budgets) used.set(id, await usedOf(connection.id, id));
      return forecast({
        ...{ request, connector, limits, share: connection.rateShare, now: clock.now() },
        callsToday: (budget) => used.get(budget) ?? 0,
        counts: await store.steps.counts(request.id),
        sharers: await store.requests.countUnfinished(request.connectionId),
      });
    },
    isReady: async () => !requests.isStopping && (await store.isWell()) && folder.files.hasRoom(),
    close: (beforeDatabase) => (closing ??= close(beforeDatabase)),
  };

  async function close(beforeDatabase?: () => Promise<void>): Promise<void> {
    const stopped = Promise.all([requests.stop(), removedApps.stop(), retention.stop(), sealing.stop()]);
    await Promise.race([stopped, new Promise((end) => setTimeout(end, longestStopMs).unref())]);
    await beforeDatabase?.();
    endWatch();
    await telling.courier.stop();
    telling.close();
    await tally.stop();
    await leases.stop();
    metrics.close();
    await connections.close();
    await store.close();
  }
}

/** Longest wait for steps to reach their boundary; what is not there by then starts again at the next start. */
const longestStopMs = 8_000;

/** A service that does not start lets its database go. */
async function unlock<T>(store: Store, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await store.close();
    throw error;
  }
}
