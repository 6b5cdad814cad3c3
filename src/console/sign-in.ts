import { Router, type Request, type Response } from 'express';
import { identifyCaller } from '../api/api-key.js';
import { actorFor } from '../api/caller.js';
import { AppError } from '../errors.js';
import { limitSignIns } from '../http/limit-calls.js';
import { installationChain } from '../ledger/ledger.js';
import { isOwnPath } from './choices.js';
import { isSafePlace } from './console-address.js';
import type { ConsoleNeeds } from './console-needs.js';
import { fieldsOf } from './form-body.js';
import { sessionOf } from './pages.js';
import type { ValidSession } from './sessions.js';
import type { Texts } from './texts/texts.js';

/** Keys that may be tried in a minute from one address, and ways in which one key may be. */
const triesPerMinute = 10;

type Message = keyof Pick<
  Texts['signIn'],
  'over' | 'refused' | 'signedOut' | 'providerFailed' | 'providerUnreachable'
>;

/** How the page to sign in looks. */
export interface SignInView {
  status?: number;
  /** Where the person wanted to go. */
  next?: string;
  /** The form they had sent. */
  kept?: [string, string][];
  message?: Message;
  /** Instead of it: a sentence with something in it. */
  says?: (t: Texts) => string;
}

/** Shows the page to sign in. */
export function sendSignIn(
  { send, base, publicUrl, openId }: ConsoleNeeds,
  request: Request,
  response: Response,
  { status, next, kept = [], message, says }: SignInView,
): void {
  const canSignIn = isSafePlace(publicUrl());
  send(request, response, {
    ...{ template: 'sign-in', here: 'none', status, title: (t) => t.signIn.title },
    view: (t) => ({
      ...{ next: next ?? `${base()}/`, kept, canSignIn, provider: openId !== undefined },
      message: canSignIn ? (says?.(t) ?? (message && t.signIn[message])) : t.signIn.notSafe,
    }),
  });
}

/** `/sign-in` and `/sign-out`: an API key is exchanged for a session, once. */
export function signInRoutes(needs: ConsoleNeeds): Router {
  const { service, sessions, cookie, base, bootstrapKey, publicUrl, oneTimeCodes } = needs;
  const { keys, ledger } = service;
  const router = Router();

  router.get('/sign-in', (request, response) => {
    if (sessionOf(response)) response.redirect(303, `${base()}/`);
    else sendSignIn(needs, request, response, {});
  });

  const enter = async (request: Request, response: Response, presented: string | undefined) => {
    const fields = fieldsOf(request);
    const asked = fields.typed('next');
    const next = isOwnPath(asked, base()) ? asked : `${base()}/`;
    const kept = fields.all('kept').flatMap(readPair);
    const caller =
      presented === undefined || !isSafePlace(publicUrl())
        ? undefined
        : await identifyCaller(keys, bootstrapKey, presented);
    if (!caller) {
      const key = /^dsar_([0-9a-f]{8})_/.exec(presented ?? '')?.[1];
      const http_request = response.locals.requestId as string;
      await ledger.record(installationChain, 'session.refused', { key }, { by: 'console', http_request });
      sendSignIn(needs, request, response, { status: 401, next, kept, message: 'refused' });
      return;
    }
    await leave(response);
    cookie.set(response, await sessions.begin(caller, request.get('user-agent') ?? ''));
    const actor = actorFor(caller, response.locals.requestId as string);
    await ledger.record(installationChain, 'session.began', { role: caller.role, way: 'key' }, actor);
    if (kept.length === 0) {
      response.redirect(303, next);
      return;
    }
    response.locals.session = { caller } as ValidSession;
    const view = { next, kept };
    needs.send(request, response, {
      ...{ template: 'resume', here: 'none', title: (t) => t.signIn.resumeTitle, view },
    });
  };

  /** A session that a browser had is not taken over by the next one who signs in there. */
  const leave = async (response: Response) => {
    const before = sessionOf(response);
    if (before) await sessions.end(before.session.idHash);
  };

  const keyOf = (request: Request) => fieldsOf(request).typed('key').slice(0, 13);
  router.post('/sign-in', ...limitSignIns(triesPerMinute, keyOf), async (request, response) => {
    const fields = fieldsOf(request);
    const code = fields.text('code');
    await enter(request, response, code === undefined ? fields.text('key') : oneTimeCodes?.take(code));
  });

  router.post('/sign-out', async (request, response) => {
    const signedIn = sessionOf(response);
    if (signedIn) {
      await sessions.end(signedIn.session.idHash);
      const actor = actorFor(signedIn.caller, response.locals.requestId as string);
      await ledger.record(installationChain, 'session.ended', {}, actor);
    }
    cookie.clear(response);
    response.set('Clear-Site-Data', '"cache", "storage"');
    response.locals.session = undefined;
    sendSignIn(needs, request, response, { message: 'signedOut' });
  });
  return router;
}

function readPair(text: string): [string, string][] {
  try {
    const pair = JSON.parse(text) as unknown;
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string');
    return isPair ? [pair as [string, string]] : [];
  } catch {
    throw new AppError('invalid_request', 'The form was changed on its way. Go back and send it again.');
  }
}
