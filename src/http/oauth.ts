import { randomBytes } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import passport from 'passport';
import type { ReturnedConsent, Strategy } from '../connections/consents.js';
import { consentMs } from '../connections/consents.js';
import { isGranted } from '../connections/open-connection.js';
import { scopesToGrant } from '../connections/scopes.js';
import { TokenRefused } from '../connections/token-endpoint.js';
import type { GrantedToken } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import { createNotice } from './notice.js';

const cookieName = 'dsar_consent';

/** `/oauth`: the pages a browser walks through when somebody connects an account. No key opens them. */
export function oauthRoutes(service: Service, publicUrl: () => string): Router {
  const { connections, consents, connector, requests, ledger, logger } = service;
  const router = Router();
  const notice = createNotice();
  const callbackUrl = () => `${publicUrl()}/oauth/callback`;

  router.get('/start/:link', (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const link = consents.takeLink(request.params.link);
    if (!link) {
      notice(response, 403, 'This link cannot be used', [
        'It was used already, is older than ten minutes, or is not complete. Ask for a new one.',
      ]);
      return;
    }
    const browser = randomBytes(32).toString('base64url');
    response.cookie(cookieName, browser, {
      ...{ httpOnly: true, sameSite: 'lax', path: '/oauth', maxAge: consentMs },
      secure: publicUrl().startsWith('https:'),
    });
    const strategy = consents.startStrategy(link, browser, callbackUrl(), wantedScopes(link.connectionId));
    authenticate(strategy, () => next(new Error('the way to the vendor did not start')))(
      request,
      response,
      next,
    );
  });

  router.get('/callback', (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const { state, code, error } = request.query;
    const browser = readCookie(request);
    response.clearCookie(cookieName, { path: '/oauth' });
    const returned =
      typeof state === 'string' && browser !== undefined ? consents.takeState(state, browser) : undefined;
    if (!returned) {
      notice(response, 403, 'This consent cannot be taken', [
        'It was not started in this browser, took longer than ten minutes, or was taken already.',
        'Nothing was connected. Ask for a new link and open it in the browser you consent in.',
      ]);
      return;
    }
    if (typeof error === 'string' || typeof code !== 'string') {
      const why = connector.authorization.explainConsentError(typeof error === 'string' ? error : '');
      notice(response, 400, 'Not connected', [why]);
      return;
    }
    finish(request, response, next, returned);
  });

  const finish = (
    request: Request,
    response: Response,
    next: (error: unknown) => void,
    returned: ReturnedConsent,
  ) => {
    let granted: GrantedToken | undefined;
    const { connectionId } = returned;
    const strategy = consents.returnStrategy(returned, callbackUrl(), (token) => {
      // On the disk before anything is done with it.
      connections.keepConsent(connectionId, (granted = token));
    });
    authenticate(strategy, (error) => {
      if (error || !granted) {
        logger.warn({ connectionId, fault: error ?? undefined }, 'a consent did not succeed');
        notice(response, 400, 'Not connected', [explain(error)]);
        return;
      }
      welcome(response, connectionId, granted).catch(next);
    })(request, response, next);
  };

  const welcome = async (response: Response, connectionId: string, granted: GrantedToken) => {
    try {
      await connections.identify(connectionId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await connections.dropConsent(connectionId);
      notice(response, 409, 'Not connected', [error.message]);
      return;
    }
    // Whoever consents has no key of ours.
    const actor = { by: 'consent', http_request: response.locals.requestId as string };
    ledger.append(connectionId, 'connection.connected', {}, actor);
    requests.resumeWaiting(connectionId);
    logger.info({ connectionId }, 'connection connected');
    const on = connections.find(connectionId)?.sources;
    const missing = connector.sources.filter(
      ({ id, scopes }) => (on?.includes(id) ?? true) && !isGranted(granted.scopes, scopes),
    );
    notice(response, 200, `${connector.title} is connected`, [
      'You can close this window.',
      ...(missing.length > 0
        ? [
            `Scopes were not granted for: ${missing.map(({ title }) => title).join(', ')}. Reports will say so. To change it, add the scopes and connect again.`,
          ]
        : []),
    ]);
  };

  /** What is asked for at the vendor: the scopes of the sources that are switched on. */
  const wantedScopes = (connectionId: string): string[] => {
    const on = connections.find(connectionId)?.sources;
    return scopesToGrant(connector, on).map(({ scope }) => scope);
  };

  return router;
}

/** Runs one passport strategy; `end` gets its error, if any, unless it redirected. */
function authenticate(strategy: Strategy, end: (error: unknown) => void): RequestHandler {
  const callback = (error: unknown, user: unknown, info: unknown) => {
    end(error ?? (user ? undefined : (info ?? new Error('refused'))));
  };
  return passport.authenticate(strategy, { session: false }, callback) as RequestHandler;
}

function explain(error: unknown): string {
  if (error instanceof TokenRefused) return error.remedy;
  return 'The vendor could not be reached or did not answer as it should. Ask for a new link and try again.';
}

function readCookie({ headers }: Request): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1];
}
