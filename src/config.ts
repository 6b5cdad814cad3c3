import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { CallbackSettings } from './callbacks/open-callbacks.js';
import { EnvironmentReader, type Environment } from './config/environment-reader.js';
import { address, isPort, mediaHosts, nameList, positive, proxyAddress } from './config/fields.js';
import { openIdFields, toOpenId, type OpenIdSettings } from './config/openid-settings.js';
import { secretResolver } from './config/secret-resolver.js';
import { findDescribed, missingConnection, readConnection, readVendor } from './config/vendor-variables.js';
import type { Connection, VendorAddresses, VendorSettings } from './connections/connection.js';
import type { Registry } from './contract/index.js';
import { defaultLimits } from './default-limits.js';
import { AppError } from './errors.js';
import { isWithin } from './secret-file.js';

/** Where this installation keeps its data. */
export interface StorageConfig {
  dataDir: string;
  /** Encrypts credentials and tokens; absent: the data folder has a key of its own. */
  masterKey?: string;
}

/** How the HTTP service is reached. */
export interface ServerConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  /** One admin key for automation; absent: keys come from the command line only. */
  bootstrapKey?: string;
  /** How browsers reach the service, without a slash at the end; absent: the address it listens on. */
  publicUrl?: string;
  /** Whose people may sign in at the console, beside those with a key. */
  openId?: OpenIdSettings;
  /** Calls every API key may make in a minute. */
  callsPerMinute: number;
  /** Unfinished requests a connection may have. */
  mostWaiting: number;
}

/** Everything the environment configures. */
export interface Config extends StorageConfig {
  /** Whether what is written into the data folder is sealed; absent: it is not. */
  sealFiles?: boolean;
  server: ServerConfig;
  /** What the connections of a vendor share, by the id of its connector. */
  vendors: Readonly<Record<string, VendorSettings>>;
  /** Where callbacks may go beside public hosts; absent: nowhere. */
  callbacks?: CallbackSettings;
  /** Longest silence while an answer or a file arrives; absent: the default. */
  silenceMs?: number;
  /** The connection that the environment describes; absent: connections are made over HTTP only. */
  connection?: Connection;
}

const storageSchema = z.object({
  DSAR_DATA_DIR: z.string().min(1).default('./data'),
  DSAR_MASTER_KEY: z.string().min(1).optional(),
  DSAR_SEAL_FILES: z.enum(['on', 'off'], 'must be on or off').default('on'),
  DSAR_SECRETS_DIR: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
});

/** The folder of secrets is read for whoever may make a connection: the master key must not lie in it. */
function refuseWideSecrets({
  DSAR_SECRETS_DIR: secrets,
  DSAR_DATA_DIR: data,
}: z.infer<typeof storageSchema>): void {
  if (secrets !== undefined && isWithin(`${resolve(data)}/master.key`, resolve(secrets)))
    throw new AppError(
      'invalid_configuration',
      'The configuration is not usable: DSAR_SECRETS_DIR must not hold the data folder (DSAR_DATA_DIR).',
    );
}

const serverSchema = storageSchema.extend({
  DSAR_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine(isPort, 'must be 0 to 65535')
    .default(8080),
  DSAR_HOST: z.string().min(1).default('127.0.0.1'),
  DSAR_RATE_SHARE: z.coerce
    .number('must be a number such as 0.75')
    .gt(0, 'must be above 0')
    .max(0.8, 'must not be above 0.8, because the limits are shared with the account’s other apps')
    .default(0.75),
  DSAR_BOOTSTRAP_KEY: z
    .string()
    .regex(/^[!-~]+$/, 'must be printable characters without spaces')
    .optional(),
  DSAR_CALLS_PER_MINUTE: positive.default(defaultLimits.callsPerMinute),
  DSAR_MOST_WAITING: positive.default(defaultLimits.mostWaiting),
  DSAR_SILENCE_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number of seconds above 0')
    .transform(Number)
    .refine((seconds) => seconds <= 3_600, 'must be at most 3600, one hour')
    .default(defaultLimits.silenceSeconds),
  DSAR_PUBLIC_URL: address.optional(),
  ...openIdFields,
  DSAR_CALLBACK_HOSTS: mediaHosts,
  // Other programs write these names in small letters, too; those go first.
  HTTPS_PROXY: proxyAddress.optional(),
  https_proxy: proxyAddress.optional(),
  NO_PROXY: nameList,
  no_proxy: nameList,
  DSAR_PROXY_NAMES: nameList.pipe(
    z.array(
      z
        .string()
        .regex(
          /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
          'must be host names separated by commas, such as storage.example.com',
        ),
    ),
  ),
});

/** Reads the whole configuration. Throws AppError that names every wrong variable, never its value. */
export function readConfig({ all }: Registry, environment: Environment = process.env): Config {
  const reader = new EnvironmentReader(environment);
  const described = findDescribed(reader, all);
  const values = reader.read(serverSchema);
  const vendorsOf = all.map((connector) => [connector.id, readVendor(reader, connector)] as const);
  const connectionOf = described && readConnection(reader, described);
  const config = toConfig(values());
  const shared = { rateShare: values().DSAR_RATE_SHARE, ...toProxy(values()) };
  const vendors = Object.fromEntries(vendorsOf.map(([id, settingsOf]) => [id, settingsOf(shared)]));
  const settings = described && vendors[described.id];
  return deepFreeze({
    ...config,
    vendors,
    ...(connectionOf && settings && { connection: connectionOf(settings) }),
  });
}

/** Like readConfig, for commands that use the environment's connection: throws AppError when there is none. */
export function readConnectedConfig(
  registry: Registry,
  environment: Environment = process.env,
): Config & { connection: Connection } {
  const { connection, ...config } = readConfig(registry, environment);
  if (!connection) throw missingConnection(new EnvironmentReader(environment), registry.all);
  return { ...config, connection };
}

type ServerValues = z.infer<typeof serverSchema>;

function toConfig(values: ServerValues): Omit<Config, 'vendors' | 'connection'> {
  refuseWideSecrets(values);
  return {
    dataDir: values.DSAR_DATA_DIR,
    masterKey: values.DSAR_MASTER_KEY,
    sealFiles: values.DSAR_SEAL_FILES === 'on',
    silenceMs: values.DSAR_SILENCE_SECONDS * 1_000,
    callbacks: { hosts: values.DSAR_CALLBACK_HOSTS, ...toProxy(values) },
    server: {
      host: values.DSAR_HOST,
      port: values.DSAR_PORT,
      bootstrapKey: values.DSAR_BOOTSTRAP_KEY,
      publicUrl: values.DSAR_PUBLIC_URL,
      openId: toOpenId(values),
      callsPerMinute: values.DSAR_CALLS_PER_MINUTE,
      mostWaiting: values.DSAR_MOST_WAITING,
    },
  };
}

function toProxy(values: ServerValues): Pick<VendorAddresses, 'proxy'> {
  const url = values.https_proxy ?? values.HTTPS_PROXY;
  if (url === undefined) return {};
  const exceptions = values.no_proxy.length > 0 ? values.no_proxy : values.NO_PROXY;
  return { proxy: { url, exceptions, trustedNames: values.DSAR_PROXY_NAMES } };
}

/** Reads credentials given by reference: files, and variables with the prefix of a connector. */
export function createSecretResolver(
  { all }: Registry,
  environment: Environment = process.env,
): (text: string) => Promise<string> {
  return secretResolver(
    all.map(({ settings }) => settings.prefix),
    environment,
  );
}

/** Reads what commands need that call nobody. Throws AppError like readConfig. */
export function readStorageConfig(environment: Environment = process.env): StorageConfig {
  const { DSAR_DATA_DIR: dataDir, DSAR_MASTER_KEY: masterKey } = new EnvironmentReader(environment).read(
    storageSchema,
  )();
  return { dataDir, masterKey };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  return Object.freeze(value);
}
