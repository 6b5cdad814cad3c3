import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { Role } from '../storage/api-key-store.js';

/** Who calls, and what they may do. */
export interface Caller {
  /** The owner: the same for a key and the one it is rotated to. */
  id: string;
  keyId: string;
  role: Role;
  /** Absent: all connections. */
  connections?: readonly string[];
}

/** What the operations of the API are called in the table of rights. */
export type Right =
  | 'create'
  | 'read'
  | 'cancel'
  | 'report'
  | 'connections'
  | 'ledger'
  | 'metrics'
  | 'link'
  | 'key'
  | 'callbacks';

/** Which roles may do what; `own` limits to requests the same key made. */
export const rights: Record<Role, Partial<Record<Right, 'all' | 'own'>>> = {
  platform: { create: 'own', read: 'own', cancel: 'own', report: 'own', callbacks: 'own' },
  operator: {
    create: 'all',
    read: 'all',
    cancel: 'all',
    connections: 'all',
    metrics: 'all',
    callbacks: 'all',
  },
  auditor: { read: 'all', report: 'all', ledger: 'all', link: 'all', key: 'all' },
  admin: {
    ...{ create: 'all', read: 'all', cancel: 'all', report: 'all' },
    ...{ connections: 'all', ledger: 'all', metrics: 'all', link: 'all', key: 'all', callbacks: 'all' },
  },
};

/** Who acts, for the ledger. `httpRequestId`: the call by which they do. */
export const actorFor = ({ id, keyId }: Caller, httpRequestId: string): Actor => ({
  by: id,
  key: keyId,
  http_request: httpRequestId,
});

/** Whether a caller's key reaches a connection; outside its connections everything is as if it were not there. */
export const reaches = ({ connections }: Caller, connectionId: string) =>
  connections?.includes(connectionId) ?? true;

/** Checks a right. Returns the requests it covers. Throws AppError when the role lacks it. */
export function requireRight({ role }: Caller, right: Right): 'all' | 'own' {
  const reach = rights[role][right];
  if (reach) return reach;
  throw new AppError('forbidden', `A key with the role ${role} may not ${describe[right]}.`);
}

const describe: Record<Right, string> = {
  create: 'make access requests',
  read: 'read access requests',
  cancel: 'cancel, retry or delete access requests',
  report: 'fetch reports',
  connections: 'see or change connections',
  ledger: 'read the ledger',
  link: 'make links to reports',
  key: 'open the key to pseudonyms',
  metrics: 'read the metrics',
  callbacks: 'see or change callbacks',
};
