import { toIso } from '../clock.js';
import { environmentId } from '../connections/connection.js';
import { createApiKey, rotateApiKey } from '../http/api-key.js';
import { AppError } from '../errors.js';
import { createConnectionStore } from '../storage/connection-store.js';
import { createApiKeyStore, roles, type ApiKeyStore, type Role } from '../storage/api-key-store.js';
import { openDataFolder } from '../files/data-folder.js';
import { openDatabase, type Database } from '../storage/database.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** Makes a key and prints it; it is shown only here. */
export function createKey(dataDir: string, { role, label, connection, json }: CreateKeyOptions): number {
  if (!isRole(role)) throw new AppError('invalid_request', `The role must be one of ${roles.join(', ')}.`);
  return withKeys(dataDir, (keys, database) => {
    const connections = connection?.split(',').map((id) => id.trim());
    const known = createConnectionStore(database);
    // The connection of the environment is there from the first start on.
    const unknown = connections?.find((id) => id !== environmentId && !known.find(id));
    if (unknown !== undefined)
      throw new AppError(
        'not_found',
        `--connection names "${unknown}", but there is no connection with this id.`,
      );
    return showNew(keys, createApiKey({ role, label: label ?? role, connections }, Date.now()), json);
  });
}

/** Makes the next key of the same owner: two work at a time, so that nothing stops while keys change. */
export function rotateKey(dataDir: string, id: string, { json }: { json?: boolean }): number {
  return withKeys(dataDir, (keys) => showNew(keys, rotateApiKey(keys, id, Date.now()), json));
}

/** Options of `api-keys create`. */
export interface CreateKeyOptions {
  role: string;
  label?: string;
  /** Ids separated by commas; absent: all connections. */
  connection?: string;
  json?: boolean;
}

function showNew(
  keys: ApiKeyStore,
  { key, secret }: ReturnType<typeof createApiKey>,
  json: boolean | undefined,
): number {
  keys.insert(key);
  const { id, role, connections = null } = key;
  if (json) process.stdout.write(`${JSON.stringify({ id, role, connections, key: secret })}\n`);
  else {
    process.stderr.write(`Key ${id} with the role ${role}. It is shown only now:\n`);
    process.stdout.write(`${secret}\n`);
  }
  return exitCodes.completed;
}

/** Lists the keys, without their secrets. */
export function listKeys(dataDir: string): number {
  return withKeys(dataDir, (keys) => {
    const rows = keys
      .list()
      .map((key) => [
        key.id,
        key.role,
        key.label,
        key.connections?.join(', ') ?? 'all',
        toIso(key.createdAt),
        key.lastUsedAt === undefined ? 'never' : toIso(key.lastUsedAt),
        key.revokedAt === undefined ? 'active' : 'revoked',
      ]);
    process.stdout.write(
      `${table(['id', 'role', 'label', 'connections', 'created', 'last used', 'state'], rows)}\n`,
    );
    return exitCodes.completed;
  });
}

/** Ends a key at once. */
export function revokeKey(dataDir: string, id: string): number {
  return withKeys(dataDir, (keys) => {
    if (!keys.revoke(id, Date.now()))
      throw new AppError('not_found', 'There is no active key with this id. "api-keys list" shows them.');
    process.stdout.write(`Key ${id} is revoked.\n`);
    return exitCodes.completed;
  });
}

function withKeys<T>(dataDir: string, work: (keys: ApiKeyStore, database: Database) => T): T {
  const database = openDatabase(openDataFolder(dataDir).database);
  try {
    return work(createApiKeyStore(database), database);
  } finally {
    database.close();
  }
}

const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);
