import { createApiKey } from '../http/api-key.js';
import { AppError } from '../errors.js';
import { createApiKeyStore, roles, type ApiKeyStore, type Role } from '../storage/api-key-store.js';
import { openDataFolder } from '../storage/data-folder.js';
import { openDatabase } from '../storage/database.js';
import { exitCodes } from './exit-codes.js';
import { table } from './table.js';

/** Makes a key and prints it; it is shown only here. */
export function createKey(
  dataDir: string,
  { role, label, json }: { role: string; label?: string; json?: boolean },
): number {
  if (!isRole(role)) throw new AppError('invalid_request', `The role must be one of ${roles.join(', ')}.`);
  return withKeys(dataDir, (keys) => {
    const { key, secret } = createApiKey(role, label ?? role, Date.now());
    keys.insert(key);
    if (json) process.stdout.write(`${JSON.stringify({ id: key.id, role, key: secret })}\n`);
    else {
      process.stderr.write(`Key ${key.id} with the role ${role}. It is shown only now:\n`);
      process.stdout.write(`${secret}\n`);
    }
    return exitCodes.completed;
  });
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
        toIso(key.createdAt),
        key.lastUsedAt === undefined ? 'never' : toIso(key.lastUsedAt),
        key.revokedAt === undefined ? 'active' : 'revoked',
      ]);
    process.stdout.write(`${table(['id', 'role', 'label', 'created', 'last used', 'state'], rows)}\n`);
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

function withKeys<T>(dataDir: string, work: (keys: ApiKeyStore) => T): T {
  const database = openDatabase(openDataFolder(dataDir).database);
  try {
    return work(createApiKeyStore(database));
  } finally {
    database.close();
  }
}

const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

const toIso = (moment: number) => new Date(moment).toISOString();
