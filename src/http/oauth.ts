import { Router, type Request, type RequestHandler, type Response } from 'express';
import passport from 'passport';
import type { Strategy } from '../connections/consent-strategy.js';
import type { ReturnedConsent } from '../connections/consents.js';
import { isGranted } from '../connections/open-connection.js';
import { scopesToGrant } from '../connections/scopes.js';
import { TokenRefused } from '../connections/token-endpoint.js';
import { type GrantedToken, canAsk, coreGroup, sourcesDue } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import type { ConsentOutcome, ConsentRow } from '../storage/consent-store.js';
import { BrowserCookies } from './browser-cookies.js';
import { consentPages } from './consent-pages.js';

/** `/oauth`: the pages a browser walks through when somebody connects an account. No key opens them. */
export function oauthRoutes(service: Service, publicUrl: () => string): Router {
  const { connections, connectors, consents, requests, ledger, logger, clock } = service;
  const router = Router();
  const pages = consentPages((connection) => connectors.of(connection.connector));
  const cookies = new BrowserCookies('oauth', publicUrl);
  const callbackUrl = () => `${publicUrl()}/oauth/callback`;
  /** Exchanges under way: who reloads meanwhile reads how they end. */
  const ending = new Map<string, Promise<unknown>>();

  const isOurs = (request: Request, consent: ConsentRow) =>
    consents.isOf(consent, cookies.read(request, consent.linkHash));

  const tellEnd = async (response: Response, consent: ConsentRow, isAgain: boolean) => {
    const connection = await connections.find(consent.connectionId);
    pages.ended(response, { outcome: consent.outcome, connection, isAgain });
  };

  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/start/:link', async (request, response) => {
    const consent = await consents.ofLink(request.params.link);
    if (!consent || (consent.browserHash !== undefined && !isOurs(request, consent))) {
      pages.notUsable(response);
      return;
    }
    if (consent.endedAt !== undefined) {
      await tellEnd(response, consent, true);
      return;
    }
    cookies.give(request, response, consent.linkHash, consent.expiresAt - clock.now());
    pages.start(response, consent, await connections.find(consent.connectionId));
  });

  router.post('/start/:link', async (request, response) => {
    const consent = await consents.ofLink(request.params.link);
    if (consent?.endedAt !== undefined && isOurs(request, consent)) {
      await tellEnd(response, consent, true);
      return;
    }
    const way = consent && (await wayOf(consent, request, response));
    if (way === 'failed')
      pages.notStarted(response, consent && (await connections.find(consent.connectionId)));
    else if (way === undefined) pages.notUsable(response);
    else response.redirect(303, way);
  });

  const wayOf = async (consent: ConsentRow, request: Request, response: Response) => {
    const browser = cookies.give(request, response, consent.linkHash, consent.expiresAt - clock.now());
    const { connectionId } = consent;
    try {
      return await consents.start(consent, browser, callbackUrl(), await wantedScopes(connectionId));
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault;
      logger.error({ connectionId, fault }, 'a consent cannot be started');
      return 'failed';
    }
  };

  router.get('/callback', async (request, response) => {
    const { code, error } = request.query;
    const state = typeof request.query.state === 'string' ? request.query.state : '';
    const consent = await consents.ofState(state);
    if (!consent || !isOurs(request, consent)) {
      pages.foreign(response);
      return;
    }
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const returned = await consents.take(consent);
    if (!returned) {
      await ending.get(consent.linkHash);
      await tellEnd(response, (await consents.ofState(state)) ?? consent, true);
      return;
    }
    const outcome =
      typeof error === 'string' || typeof code !== 'string'
        ? refuse(consent.connectionId, typeof error === 'string' ? error : '')
        : exchange(request, response, returned);
    const remembered = Promise.resolve(outcome).then(async (end) => {
      await consents.remember(consent, end);
      return end;
    });
    const over = remembered.catch(() => undefined).finally(() => ending.delete(consent.linkHash));
    ending.set(consent.linkHash, over);
    await tellEnd(response, { ...consent, outcome: await remembered }, false);
  });

  const exchange = async (
    request: Request,
    response: Response,
    returned: ReturnedConsent,
  ): Promise<ConsentOutcome> => {
    let granted: GrantedToken | undefined;
    const { connectionId } = returned;
    const strategy = await consents.returnStrategy(returned, callbackUrl(), async (token) => {
      // On the disk before anything is done with it.
      await connections.keepConsent(connectionId, token);
      granted = token;
    });
    const fault = await authenticate(strategy, request, response);
    if (fault !== undefined || !granted) {
      logger.warn({ connectionId, fault }, 'a consent did not succeed');
      return refused(400, explain(fault));
    }
    return welcome(connectionId, granted, response.locals.requestId as string);
  };

  const welcome = async (
    connectionId: string,
    granted: GrantedToken,
    requestId: string,
  ): Promise<ConsentOutcome> => {
    try {
      await connections.accounts.identify(connectionId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await connections.dropConsent(connectionId);
      return refused(409, error.message);
    }
    // Whoever consents has no key of ours.
    await ledger.record(connectionId, 'connection.connected', {}, { by: 'consent', http_request: requestId });
    await requests.resumeWaiting(connectionId);
    logger.info({ connectionId }, 'connection connected');
    const on = (await connections.find(connectionId))?.sources;
    const { connector } = await connections.servingOf(connectionId);
    const missing = connector.sources.filter(
      (source) =>
        sourcesDue(connector.sources, on ?? [coreGroup]).includes(source.id) &&
        !canAsk(source, (scopes) => isGranted(granted.scopes, scopes)),
    );
    return { isConnected: true, missing: missing.map(({ title }) => title) };
  };

  const explainConsent = async (connectionId: string, error: string): Promise<string> => {
    const connection = await connections.find(connectionId);
    const installed = connectors.of(connection?.connector ?? '');
    return installed?.connector.authorization.explainConsentError(error) ?? notAsItShould;
  };

  const refuse = async (connectionId: string, error: string) =>
    refused(400, await explainConsent(connectionId, error));

  /** What is asked for at the vendor: the scopes of the sources that are switched on. */
  const wantedScopes = async (connectionId: string): Promise<string[]> => {
    const on = (await connections.find(connectionId))?.sources;
    const { connector } = await connections.servingOf(connectionId);
    return scopesToGrant(connector, on && sourcesDue(connector.sources, on)).map(({ scope }) => scope);
  };

  return router;
}

/** Runs one passport strategy; resolves with what went wrong, undefined: nothing did. */
function authenticate(strategy: Strategy, request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve) => {
    const callback = (error: unknown, user: unknown, info: unknown) => {
      resolve(error ?? (user ? undefined : (info ?? new Error('refused'))));
    };
    const handler = passport.authenticate(strategy, { session: false }, callback) as RequestHandler;
    void handler(request, response, resolve);
  });
}

const refused = (status: number, why: string): ConsentOutcome => ({ isConnected: false, status, why });

function explain(error: unknown): string {
  if (error instanceof TokenRefused) return error.remedy;
  return notAsItShould;
}

const notAsItShould =
  'The vendor could not be reached or did not answer as it should. Ask for a new link and try again.';
