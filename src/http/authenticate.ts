import type { RequestHandler, Response } from 'express';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { Role } from '../storage/api-key-store.js';
import type { Service } from '../service.js';
import { identifyCaller, type Caller } from './api-key.js';

/** What the operations of the API are called in the table of rights. */
export type Right =
  'create' | 'read' | 'cancel' | 'report' | 'connections' | 'ledger' | 'metrics' | 'link' | 'key';

/** Which roles may do what; `own` limits to requests the same key made. */
export const rights: Record<Role, Partial<Record<Right, 'all' | 'own'>>> = {
  platform: { create: 'own', read: 'own', cancel: 'own', report: 'own' },
  operator: { create: 'all', read: 'all', cancel: 'all', connections: 'all', metrics: 'all' },
  auditor: { read: 'all', report: 'all', ledger: 'all', link: 'all', key: 'all' },
  admin: {
    ...{ create: 'all', read: 'all', cancel: 'all', report: 'all' },
    ...{ connections: 'all', ledger: 'all', metrics: 'all', link: 'all', key: 'all' },
  },
};

/** How seldom the time of a key's last use is written. */
const lastUseEveryMs = 60_000;

/** Lets only callers with a valid key through. */
export function authenticate({ keys, clock }: Service, bootstrapKey: string | undefined): RequestHandler {
  const lastUse = new Map<string, number>();
  return async (request, response, next) => {
    const presented = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const caller = presented === undefined ? undefined : await identifyCaller(keys, bootstrapKey, presented);
    if (!caller)
      throw new AppError(
        'unauthorized',
        'Send a valid API key in the header "Authorization: Bearer <key>". Keys are made on the command line with "api-keys create".',
      );
    const now = clock.now();
    if (now - (lastUse.get(caller.keyId) ?? 0) >= lastUseEveryMs) {
      lastUse.set(caller.keyId, now);
      await keys.used(caller.keyId, now);
    }
    response.locals.caller = caller;
    next();
  };
}

/** The caller of an authenticated request. */
export const callerOf = (response: Response) => response.locals.caller as Caller;

/** Who acts, for the ledger. */
export const actorOf = (response: Response): Actor => ({
  by: callerOf(response).id,
  key: callerOf(response).keyId,
  http_request: response.locals.requestId as string,
});

/** Whether a caller's key reaches a connection; outside its connections everything is as if it were not there. */
export const reaches = ({ connections }: Caller, connectionId: string) =>
  connections?.includes(connectionId) ?? true;

/** Checks a right. Resolves with the requests it covers. Throws AppError when the role lacks it. */
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
};
