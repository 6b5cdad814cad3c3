import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.js';
import type { ApiKey, ApiKeyStore, Role } from '../storage/api-key-store.js';
import type { Caller } from './caller.js';

const form = /^dsar_([0-9a-f]{8})_([\w-]{43})$/;
const noHash = createHash('sha256').update(randomBytes(32)).digest();

/** Makes a key with 256 random bits. The secret is shown once; only its SHA-256 is kept. */
export function createApiKey(order: ApiKeyOrder, now: number): { key: ApiKey; secret: string } {
  const id = randomBytes(4).toString('hex');
  const secret = `dsar_${id}_${randomBytes(32).toString('base64url')}`;
  const hash = digest(secret).toString('hex');
  return { key: { ...order, id, owner: order.owner ?? id, hash, createdAt: now }, secret };
}

/** The next key of an owner, for the time in which both are accepted. Throws AppError when two are active already. */
export async function rotateApiKey(
  keys: Pick<ApiKeyStore, 'find' | 'list'>,
  id: string,
  now: number,
): Promise<{ key: ApiKey; secret: string }> {
  const old = await keys.find(id);
  if (!old || old.revokedAt !== undefined)
    throw new AppError('not_found', 'There is no active key with this id.');
  const { owner, role, label, connections } = old;
  const active = (await keys.list()).filter((key) => key.owner === owner && key.revokedAt === undefined);
  if (active.length >= mostActive)
    throw new AppError(
      'too_many_keys',
      'Two keys of this owner are active already: revoke the old one first.',
    );
  return createApiKey({ owner, role, label, connections }, now);
}

/** Keys of one owner that are accepted at the same time. */
const mostActive = 2;

/** What a new key is for. */
export interface ApiKeyOrder {
  role: Role;
  label: string;
  /** Absent: all connections. */
  connections?: readonly string[];
  /** Whose requests the key sees; absent: its own. */
  owner?: string;
}

/** Finds the caller of a presented key, in the same time whether or not its id is known. */
export async function identifyCaller(
  keys: ApiKeyStore,
  bootstrapKey: string | undefined,
  presented: string,
): Promise<Caller | undefined> {
  const presentedHash = digest(presented);
  const bootstrapHash = bootstrapKey === undefined ? noHash : digest(bootstrapKey);
  const isBootstrap = timingSafeEqual(presentedHash, bootstrapHash);
  const id = form.exec(presented)?.[1];
  const key = id === undefined ? undefined : await keys.find(id);
  const isKey = timingSafeEqual(presentedHash, key ? Buffer.from(key.hash, 'hex') : noHash);
  if (isBootstrap) return { id: 'bootstrap', keyId: 'bootstrap', role: 'admin' };
  if (!key || !isKey || key.revokedAt !== undefined) return undefined;
  return { id: key.owner, keyId: key.id, role: key.role, connections: key.connections };
}

const digest = (text: string) => createHash('sha256').update(text).digest();
