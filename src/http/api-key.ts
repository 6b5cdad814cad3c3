import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey, ApiKeyStore, Role } from '../storage/api-key-store.js';

/** Who calls: the id of a key and what it may do. */
export interface Caller {
  id: string;
  role: Role;
}

const form = /^dsar_([0-9a-f]{8})_([\w-]{43})$/;
const noHash = createHash('sha256').update(randomBytes(32)).digest();

/** Makes a key with 256 random bits. The secret is shown once; only its SHA-256 is kept. */
export function createApiKey(role: Role, label: string, now: number): { key: ApiKey; secret: string } {
  const id = randomBytes(4).toString('hex');
  const secret = `dsar_${id}_${randomBytes(32).toString('base64url')}`;
  return { key: { id, role, label, hash: digest(secret).toString('hex'), createdAt: now }, secret };
}

/** Finds the caller of a presented key, in the same time whether or not its id is known. */
export function identifyCaller(
  keys: ApiKeyStore,
  bootstrapKey: string | undefined,
  presented: string,
): Caller | undefined {
  const presentedHash = digest(presented);
  const bootstrapHash = bootstrapKey === undefined ? noHash : digest(bootstrapKey);
  const isBootstrap = timingSafeEqual(presentedHash, bootstrapHash);
  const id = form.exec(presented)?.[1];
  const key = id === undefined ? undefined : keys.find(id);
  const isKey = timingSafeEqual(presentedHash, key ? Buffer.from(key.hash, 'hex') : noHash);
  if (isBootstrap) return { id: 'bootstrap', role: 'admin' };
  return key && isKey && key.revokedAt === undefined ? { id: key.id, role: key.role } : undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
