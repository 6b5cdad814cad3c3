import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProgressFeed } from './api/progress-feed.js';
import { createSecretResolver, type Config } from './config.js';
import { consoleRoutes, type ConsoleOptions } from './console/console-routes.js';
import type { Registry } from './contract/index.js';
import { AppError } from './errors.js';
import { createApp } from './http/app.js';
import { Deliveries } from './http/deliveries.js';
import { continueLater } from './http/raw-body.js';
import type { Logger } from './logger.js';
import { createService, type Service, type ServiceNeeds } from './service.js';
import { openDataFolder } from './files/data-folder.js';
import { lockDataFolder } from './storage/lock-data-folder.js';

/** A running HTTP service. */
export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  address: string;
  service: Service;
  /** Stops taking requests, stops work at a step boundary, and lets the data folder go. */
  close(): Promise<void>;
}

/** Starts the service: takes the data folder, goes on with unfinished requests, listens. */
export async function startServer(
  config: Config,
  registry: Registry,
  logger: Logger,
  {
    oneTimeCodes,
    ...extra
  }: Pick<ServiceNeeds, 'clock' | 'tuning' | 'wrapDatabase'> & Pick<ConsoleOptions, 'oneTimeCodes'> = {},
): Promise<RunningServer> {
  const folder = openDataFolder(config.dataDir);
  const lock = lockDataFolder(folder, 'A starting server');
  let address = '';
  let service: Service | undefined;
  try {
    const { vendors, connection, masterKey, sealFiles, silenceMs, callbacks, server: settings } = config;
    service = await createService({
      folder,
      vendors,
      connection,
      masterKey,
      sealFiles,
      silenceMs,
      callbacks,
      registry,
      logger,
      resolveSecret: createSecretResolver(registry),
      mostWaiting: settings.mostWaiting,
      ...extra,
    });
    const { bootstrapKey, callsPerMinute, openId } = settings;
    const publicUrl = () => settings.publicUrl ?? `http://127.0.0.1:${new URL(address).port}`;
    const deliveries = new Deliveries();
    const feed = new ProgressFeed(service);
    const pages = consoleRoutes({ service, publicUrl, bootstrapKey, deliveries, feed, oneTimeCodes, openId });
    const app = createApp(service, { bootstrapKey, publicUrl, callsPerMinute, deliveries, pages, feed });
    const server = createServer(app).on('checkContinue', continueLater(app));
    address = await listen(server, settings.host, settings.port);
    lock.announce(address);
    await service.start();
    logger.info({ address }, 'listening');
    const running = service;
    return {
      address,
      service: running,
      close: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeIdleConnections();
        // What has gone out is written down before the database is closed.
        await running.close(async () => {
          server.closeAllConnections();
          // A server is closed before the ends of its last connections are told.
          await Promise.all([closed, deliveries.ended()]);
        });
        lock.release();
      },
    };
  } catch (error) {
    await service?.close();
    lock.release();
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : (cause.code ?? 'unknown');
      reject(
        new AppError(
          'invalid_configuration',
          `The service cannot listen on ${host} port ${port} (${why}). Set DSAR_HOST and DSAR_PORT to a free address; port 0 takes any.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, () => {
      const { address, family, port: taken } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`);
    });
  });
}
