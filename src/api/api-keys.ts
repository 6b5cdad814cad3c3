import { z } from 'zod';
import { toIso } from '../clock.js';
import { AppError } from '../errors.js';
import { installationChain, type Actor } from '../ledger/ledger.js';
import type { Service } from '../service.js';
import { roles, type ApiKey } from '../storage/api-key-store.js';
import { createApiKey, rotateApiKey } from './api-key.js';
import type { Caller } from './caller.js';
import { text } from './order-schema.js';

/** What a new key is for. */
export const keyOrderSchema = z
  .strictObject({
    role: z.enum(roles, `must be one of ${roles.join(', ')}`),
    label: text(100).optional().meta({ description: 'What people call it; absent: its role.' }),
    connections: z.array(text(100)).min(1).optional().meta({ description: 'Absent: all connections.' }),
  })
  .meta({ id: 'ApiKeyOrder' });

/** A key as the API shows it: nothing secret, but once. */
export const keySchema = z
  .object({
    id: z.string(),
    role: z.enum(roles),
    label: z.string(),
    connections: z.array(z.string()).nullable(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().optional(),
    revoked_at: z.iso.datetime().optional(),
    key: z.string().optional().meta({ description: 'The key itself: only in the answer that made it.' }),
  })
  .meta({ id: 'ApiKey' });

/** All keys, also revoked ones. */
export const keyListSchema = z.object({ items: z.array(keySchema) }).meta({ id: 'ApiKeyList' });

type ShownKey = z.infer<typeof keySchema>;
type Needs = Pick<Service, 'keys' | 'connections' | 'clock' | 'ledger'>;

/** Who makes keys could give themselves every right: administrators who are limited to nothing. */
export function requireKeyRight({ role, connections }: Caller): void {
  if (role !== 'admin' || connections)
    throw new AppError('forbidden', 'Only an admin key that is not limited to connections may manage keys.');
}

/** Every key, without its secret. Throws AppError. */
export async function listApiKeys({ keys }: Needs, caller: Caller): Promise<ShownKey[]> {
  requireKeyRight(caller);
  return (await keys.list()).map((key) => showKey(key));
}

/** Makes a key. Throws AppError. */
export async function makeApiKey(
  service: Needs,
  caller: Caller,
  actor: Actor,
  body: unknown,
): Promise<ShownKey> {
  requireKeyRight(caller);
  const { role, label = role, connections } = keyOrderSchema.parse(body);
  for (const id of connections ?? [])
    if (!(await service.connections.find(id)))
      throw new AppError('invalid_request', 'There is no connection with one of these ids.', {
        fields: [{ pointer: '/connections', detail: 'names an unknown connection' }],
      });
  return keep(service, createApiKey({ role, label, connections }, service.clock.now()), actor);
}

/** Makes the next key of the same owner; the one before stays valid until it is revoked. Throws AppError. */
export async function rotateKeyOf(
  service: Needs,
  caller: Caller,
  actor: Actor,
  id: string,
): Promise<ShownKey> {
  requireKeyRight(caller);
  return keep(service, await rotateApiKey(service.keys, id, service.clock.now()), actor);
}

/** Ends a key, and every session that rests on it, at once. Throws AppError. */
export async function revokeApiKey(
  { keys, clock, ledger }: Needs,
  caller: Caller,
  actor: Actor,
  id: string,
): Promise<ShownKey> {
  requireKeyRight(caller);
  if (!(await keys.revoke(id, clock.now())))
    throw new AppError('not_found', 'There is no active key with this id.');
  await ledger.record(installationChain, 'key.revoked', { revoked: id }, actor);
  const key = await keys.find(id);
  if (!key) throw new AppError('not_found', 'There is no key with this id.');
  return showKey(key);
}

async function keep(
  { keys, ledger }: Needs,
  { key, secret }: { key: ApiKey; secret: string },
  actor: Actor,
): Promise<ShownKey> {
  await keys.insert(key);
  await ledger.record(installationChain, 'key.made', { made: key.id, role: key.role }, actor);
  return showKey(key, secret);
}

const showKey = (key: ApiKey, secret?: string): ShownKey => ({
  ...{ id: key.id, role: key.role, label: key.label },
  connections: key.connections ? [...key.connections] : null,
  created_at: toIso(key.createdAt),
  last_used_at: key.lastUsedAt === undefined ? undefined : toIso(key.lastUsedAt),
  revoked_at: key.revokedAt === undefined ? undefined : toIso(key.revokedAt),
  key: secret,
});
