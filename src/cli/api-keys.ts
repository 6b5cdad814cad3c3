import { toIso } from '../clock.js';
import { environmentId } from '../connections/connection.js';
import { createApiKey, rotateApiKey } from '../api/api-key.js';
import { AppError } from '../errors.js';
import { roles, type ApiKeyStore, type Role } from '../storage/api-key-store.js';
import { openDataFolder } from '../files/data-folder.js';
import { openStore } from '../storage/sqlite/open-store.js';
import type { Store } from '../storage/store.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** Makes a key and prints it; it is shown only here. */
export function createKey(
  dataDir: string,
  { role, label, connection, json }: CreateKeyOptions,
): Promise<number> {
  if (!isRole(role)) throw new AppError('invalid_request', `The role must be one of ${roles.join(', ')}.`);
  return withStore(dataDir, async (store) => {
    const connections = connection?.split(',').map((id) => id.trim());
    const known = (await store.connections.list()).map(({ id }) => id);
    // The connection of the environment is there from the first start on.
    const unknown = connections?.find((id) => id !== environmentId && !known.includes(id));
    if (unknown !== undefined)
      throw new AppError(
        'not_found',
        `--connection names "${unknown}", but there is no connection with this id.`,
      );
    return showNew(store.keys, createApiKey({ role, label: label ?? role, connections }, Date.now()), json);
  });
}

/** Makes the next key of the same owner: two work at a time, so that nothing stops while keys change. */
export function rotateKey(dataDir: string, id: string, { json }: { json?: boolean }): Promise<number> {
  return withStore(dataDir, async ({ keys }) =>
    showNew(keys, await rotateApiKey(keys, id, Date.now()), json),
  );
}

/** Options of `api-keys create`. */
export interface CreateKeyOptions {
  role: string;
  label?: string;
  /** Ids separated by commas; absent: all connections. */
  connection?: string;
  json?: boolean;
}

async function showNew(
  keys: ApiKeyStore,
  { key, secret }: ReturnType<typeof createApiKey>,
  json: boolean | undefined,
): Promise<number> {
  await keys.insert(key);
  const { id, role, connections = null } = key;
  if (json) process.stdout.write(`${JSON.stringify({ id, role, connections, key: secret })}\n`);
  else {
    process.stderr.write(`Key ${id} with the role ${role}. It is shown only now:\n`);
    process.stdout.write(`${secret}\n`);
  }
  return exitCodes.completed;
}

/** Lists the keys, without their secrets. */
export function listKeys(dataDir: string): Promise<number> {
  return withStore(dataDir, async ({ keys }) => {
    const rows = (await keys.list()).map((key) => [
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
export function revokeKey(dataDir: string, id: string): Promise<number> {
  return withStore(dataDir, async ({ keys }) => {
    if (!(await keys.revoke(id, Date.now())))
      throw new AppError('not_found', 'There is no active key with this id. "api-keys list" shows them.');
    process.stdout.write(`Key ${id} is revoked.\n`);
    return exitCodes.completed;
  });
}

async function withStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(openDataFolder(dataDir).database);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);
