import type { RequestHandler, Response } from 'express';
import { identifyCaller } from '../api/api-key.js';
import { actorFor, type Caller } from '../api/caller.js';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { Service } from '../service.js';

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
export const actorOf = (response: Response): Actor =>
  actorFor(callerOf(response), response.locals.requestId as string);
