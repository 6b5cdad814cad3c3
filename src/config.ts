import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { Connection, VendorAddresses } from './connections/connection.js';
import { defaultLimits } from './default-limits.js';
import { AppError } from './errors.js';
import { isLoopback } from './loopback.js';
import { isWithin, readSecretFile } from './secret-file.js';

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
  /** Signs the vendor's calls to us, for all connections; absent: connections have secrets of their own. */
  webhookSecret?: string;
  /** Calls every API key may make in a minute. */
  callsPerMinute: number;
  /** Unfinished requests a connection may have. */
  mostWaiting: number;
}

/** Everything the environment configures. */
export interface Config extends StorageConfig {
  server: ServerConfig;
  /** Addresses and the rate share of every connection. */
  vendor: VendorAddresses & { rateShare: number };
  /** Longest silence while an answer or a file arrives; absent: the default. */
  silenceMs?: number;
  /** The connection that the environment describes; absent: connections are made over HTTP only. */
  connection?: Connection;
}

type Environment = Record<string, string | undefined>;

const defaults = { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' };
const plans = ['free', 'pro', 'business'] as const;
const secrets = [
  ...['DSAR_BOOTSTRAP_KEY', 'DSAR_MASTER_KEY', 'ZOOM_WEBHOOK_SECRET'],
  ...['ZOOM_CLIENT_SECRET', 'ZOOM_CLIENT_ID', 'ZOOM_ACCOUNT_ID'],
];
/** Without any of these the environment describes no connection. */
const connectionNames = ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET', 'ZOOM_PLAN'];

const address = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    context.addIssue('must be an address that starts with https://');
  else if (url.protocol === 'http:' && !isLoopback(url.hostname))
    context.addIssue('must use https; plain http is accepted for this machine only (127.0.0.1, localhost)');
  else if (url.username || url.password || url.search || url.hash)
    context.addIssue('must not hold a user, a query or a fragment');
  return text.replace(/\/+$/, '');
});

/** The address of a proxy; a wrong one is named by its variable, never by its value, which may hold a password. */
const proxyAddress = z.string().transform((text, context) => {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && hasReadableUser(url)) return url.href;
  context.addIssue('must be the address of an HTTP proxy, such as http://proxy.example.com:3128');
  return z.NEVER;
});

function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`);
    return true;
  } catch {
    return false; // a per cent sign that stands for nothing
  }
}

const nameList = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).map((name) => name.toLowerCase()))
  .transform((names) => names.filter((name) => name !== ''));

const isPort = (port: number) => port <= 65_535;

const mediaHost = z
  .string()
  .regex(
    /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i,
    'must be host names separated by commas, each with or without a port, without https://',
  )
  .refine((host) => isPort(Number(/:(\d+)$/.exec(host)?.[1] ?? 0)), 'must hold ports of at most 65535');

const required = (what: string) => z.string(`is missing: ${what}`).min(1, `is missing: ${what}`);

const positive = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
  .transform(Number);

const storageSchema = z.object({
  DSAR_DATA_DIR: z.string().min(1).default('./data'),
  DSAR_MASTER_KEY: z.string().min(1).optional(),
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
  ZOOM_WEBHOOK_SECRET: z.string().min(1).optional(),
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
  ZOOM_API_URL: address.optional(),
  ZOOM_OAUTH_URL: address.default(defaults.oauthUrl),
  ZOOM_MEDIA_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
    .transform((hosts) => hosts.filter((host) => host !== ''))
    .pipe(z.array(mediaHost)),
});

const connectionSchema = serverSchema.extend({
  ZOOM_ACCOUNT_ID: required('the account id of the Server-to-Server OAuth app'),
  ZOOM_CLIENT_ID: required('the client id of the Server-to-Server OAuth app'),
  ZOOM_CLIENT_SECRET: required('the client secret of the Server-to-Server OAuth app'),
  ZOOM_PLAN: z.enum(plans, `must be the plan of the account: ${plans.join(', ')}`),
});

/** Reads the whole configuration. Throws AppError that names every wrong variable, never its value. */
export function readConfig(environment: Environment = process.env): Config {
  const hasConnection = connectionNames.some((name) => environment[name] || environment[`${name}_FILE`]);
  if (!hasConnection) return deepFreeze(toConfig(parse(serverSchema, environment)));
  const values = parse(connectionSchema, environment);
  const config = toConfig(values);
  const { rateShare, ...addresses } = config.vendor;
  const connection: Connection = {
    ...{ id: 'default', connector: 'zoom', plan: values.ZOOM_PLAN, rateShare, ...addresses },
    credentials: {
      accountId: values.ZOOM_ACCOUNT_ID,
      clientId: values.ZOOM_CLIENT_ID,
      clientSecret: values.ZOOM_CLIENT_SECRET,
    },
  };
  return deepFreeze({ ...config, connection });
}

/** Like readConfig, for commands that use the environment's connection: throws AppError when there is none. */
export function readConnectedConfig(
  environment: Environment = process.env,
): Config & { connection: Connection } {
  const { connection, ...config } = readConfig(environment);
  // Says which variables are missing.
  if (!connection) throw missingConnection(environment);
  return { ...config, connection };
}

function missingConnection(environment: Environment): unknown {
  try {
    parse(connectionSchema, environment);
    return undefined;
  } catch (error) {
    return error;
  }
}

function toConfig(values: z.infer<typeof serverSchema>): Config {
  refuseWideSecrets(values);
  return {
    dataDir: values.DSAR_DATA_DIR,
    masterKey: values.DSAR_MASTER_KEY,
    silenceMs: values.DSAR_SILENCE_SECONDS * 1_000,
    server: {
      host: values.DSAR_HOST,
      port: values.DSAR_PORT,
      bootstrapKey: values.DSAR_BOOTSTRAP_KEY,
      publicUrl: values.DSAR_PUBLIC_URL,
      webhookSecret: values.ZOOM_WEBHOOK_SECRET,
      callsPerMinute: values.DSAR_CALLS_PER_MINUTE,
      mostWaiting: values.DSAR_MOST_WAITING,
    },
    vendor: {
      rateShare: values.DSAR_RATE_SHARE,
      apiUrl: values.ZOOM_API_URL ?? defaults.apiUrl,
      isApiUrlExplicit: values.ZOOM_API_URL !== undefined,
      oauthUrl: values.ZOOM_OAUTH_URL,
      mediaHosts: values.ZOOM_MEDIA_HOSTS,
      ...toProxy(values),
    },
  };
}

function toProxy(values: z.infer<typeof serverSchema>): Pick<VendorAddresses, 'proxy'> {
  const url = values.https_proxy ?? values.HTTPS_PROXY;
  if (url === undefined) return {};
  const exceptions = values.no_proxy.length > 0 ? values.no_proxy : values.NO_PROXY;
  return { proxy: { url, exceptions, trustedNames: values.DSAR_PROXY_NAMES } };
}

/** The prefix that keeps a reference from reading this program's own variables. */
const referable = /^env:(ZOOM_[A-Z0-9_]+)$/;

/**
 * Reads a credential that is given by reference: `file:/absolute/path` of a file in `DSAR_SECRETS_DIR`, or
 * `env:ZOOM_NAME`; any other text is the credential itself. Rejects with AppError when the reference leads nowhere.
 */
export async function resolveSecret(text: string, environment: Environment = process.env): Promise<string> {
  const nowhere = (what: string) => new AppError('invalid_request', `A credential refers to ${what}.`);
  const name = referable.exec(text)?.[1];
  if (name !== undefined) {
    const value = environment[name];
    if (!value) throw nowhere('a variable that is not set');
    return value;
  }
  if (text.startsWith('env:')) throw nowhere('a variable whose name does not start with ZOOM_');
  if (!text.startsWith('file:')) return text;
  return readSecretFile(text.slice('file:'.length), environment.DSAR_SECRETS_DIR);
}

/** Reads what commands need that call nobody. Throws AppError like readConfig. */
export function readStorageConfig(environment: Environment = process.env): StorageConfig {
  const { DSAR_DATA_DIR: dataDir, DSAR_MASTER_KEY: masterKey } = parse(storageSchema, environment);
  return { dataDir, masterKey };
}

function parse<S extends z.ZodObject>(wanted: S, environment: Environment): z.infer<S> {
  // Empty variables count as absent.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const faults = new Map<string, string>();
  for (const name of secrets.filter((secret) => secret in wanted.shape)) takeFromFile(name, given, faults);
  const parsed = wanted.safeParse(given);
  if (parsed.success && faults.size === 0) return parsed.data;
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !faults.has(String(path[0])));
  const lines = [...faults.values(), ...issues.map(({ path, message }) => `${String(path[0])} ${message}`)];
  throw new AppError('invalid_configuration', `The configuration is not usable: ${lines.join('; ')}.`);
}

/** A secret may come from the file that `NAME_FILE` names. */
function takeFromFile(name: string, given: Environment, faults: Map<string, string>): void {
  const file = given[`${name}_FILE`];
  if (file === undefined) return;
  if (given[name] !== undefined) {
    faults.set(name, `${name} and ${name}_FILE are both set`);
    return;
  }
  try {
    given[name] = readFileSync(file, 'utf8').trim();
  } catch {
    faults.set(name, `${name}_FILE names a file that cannot be read`);
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
