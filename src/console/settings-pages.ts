import { Router, type Request, type Response } from 'express';
import { identifyCaller } from '../api/api-key.js';
import { listApiKeys, makeApiKey, revokeApiKey, rotateKeyOf } from '../api/api-keys.js';
import { rights } from '../api/caller.js';
import { findCallback, listCallbacks } from '../api/find-callback.js';
import { toIso } from '../clock.js';
import { AppError } from '../errors.js';
import { actorOf, callerOf } from '../http/authenticate.js';
import { installationChain } from '../ledger/ledger.js';
import { roles } from '../storage/api-key-store.js';
import type { ConsoleNeeds } from './console-needs.js';
import { problemOf, type FormProblem } from './field-problems.js';
import { fieldsOf } from './form-body.js';
import { sessionOf } from './pages.js';

/** What is shown once, after something was done. */
interface Once {
  made?: { id: string; key?: string };
  problem?: FormProblem;
  isTold?: boolean;
}

/** Deliveries shown of each callback. */
const deliveriesShown = 5;

/** `/settings`: sessions, keys, callbacks. */
export function settingsRoutes(needs: ConsoleNeeds): Router {
  const { service, sessions, send, base, bootstrapKey } = needs;
  const { keys, callbacks, ledger } = service;
  const router = Router();
  const isKeeper = (response: Response) => {
    const { role, connections } = callerOf(response);
    return role === 'admin' && connections === undefined;
  };

  const show = async (request: Request, response: Response, once: Once = {}) => {
    const caller = callerOf(response);
    const mine = sessionOf(response)?.session.idHash;
    const seen = await sessions.list(isKeeper(response) ? undefined : caller.id);
    const tellsOthers = rights[caller.role].callbacks !== undefined;
    const receivers = tellsOthers ? await listCallbacks(service, caller) : [];
    send(request, response, {
      ...{ template: 'settings', here: 'settings', title: (t) => t.settings.title },
      status: once.problem?.status,
      view: {
        ...once,
        roles,
        keys: isKeeper(response) ? await listApiKeys(service, caller) : undefined,
        sessions: seen.map(({ idHash, owner, createdAt, seenAt, expiresAt, userAgent }) => ({
          ...{ id: idHash.slice(0, 16), owner, userAgent, isMine: idHash === mine },
          ...{ created: toIso(createdAt), seen: toIso(seenAt), ends: toIso(expiresAt) },
        })),
        tellsOthers,
        callbacks: await Promise.all(
          receivers.map(async ({ id, label, url, status }) => {
            const sent = await callbacks.deliveries(id, undefined, deliveriesShown);
            const deliveries = sent.map((one) => ({ ...one, at: toIso(one.createdAt) }));
            return { id, label, status, host: new URL(url).host, deliveries };
          }),
        ),
      },
    });
  };

  router.get('/settings', (request, response) => show(request, response));

  /** Whoever changes keys shows theirs again: a browser that was left open must not be enough. */
  const requireKeyAgain = async (request: Request, response: Response) => {
    const again = await identifyCaller(keys, bootstrapKey, fieldsOf(request).text('again') ?? '');
    if (again?.id === callerOf(response).id) return;
    throw new AppError('forbidden', 'Type the API key with which you signed in.', {
      fields: [{ pointer: '/again', detail: 'is not the key of this session' }],
    });
  };

  router.post('/settings/keys', async (request, response) => {
    const fields = fieldsOf(request);
    const who = [service, callerOf(response), actorOf(response)] as const;
    const id = fields.text('id') ?? '';
    try {
      await requireKeyAgain(request, response);
      const wanted = fields.typed('do');
      if (wanted === 'revoke') await revokeApiKey(...who, id);
      const order = { role: fields.text('role'), label: fields.text('label') };
      const made =
        wanted === 'make'
          ? await makeApiKey(...who, order)
          : wanted === 'rotate'
            ? await rotateKeyOf(...who, id)
            : undefined;
      await show(request, response, { made });
    } catch (error) {
      await show(request, response, { problem: problemOf(error) });
    }
  });

  router.post('/settings/sessions', async (request, response) => {
    const seen = await sessions.list(isKeeper(response) ? undefined : callerOf(response).id);
    const meant = seen.find(({ idHash }) => idHash.slice(0, 16) === fieldsOf(request).text('id'));
    if (meant) {
      await sessions.end(meant.idHash);
      const what = { session: meant.idHash.slice(0, 16), of: meant.owner };
      await ledger.record(installationChain, 'session.ended', what, actorOf(response));
    }
    response.redirect(303, `${base()}/settings`);
  });

  router.post('/settings/callbacks', async (request, response) => {
    const receiver = await findCallback(service, callerOf(response), fieldsOf(request).text('id') ?? '');
    await callbacks.test(receiver);
    await show(request, response, { isTold: true });
  });
  return router;
}
