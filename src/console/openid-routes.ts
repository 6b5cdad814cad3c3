import { Router, type Request, type Response } from 'express';
import { installationChain } from '../ledger/ledger.js';
import type { ConsoleNeeds } from './console-needs.js';
import type { OpenId } from './openid.js';
import { sessionOf } from './pages.js';
import { SessionCookie } from './session-cookie.js';
import { sendSignIn } from './sign-in.js';

/** `/sign-in/provider` and `/sign-in/callback`: the way through an identity provider, begun by a button only. */
export function openIdRoutes(needs: ConsoleNeeds, openId: OpenId): Router {
  const { service, sessions, cookie, base, publicUrl } = needs;
  const { ledger, clock, logger } = service;
  const login = new SessionCookie('login', publicUrl);
  const router = Router();

  router.post('/provider', async (request, response) => {
    try {
      const { secret, url } = await openId.begin(clock.now());
      login.set(response, secret);
      // A form may lead to the issuer's pages only; where those to sign in are elsewhere, the page itself moves on.
      if (url.origin === openId.origin) response.redirect(303, url.href);
      else sendSignIn(needs, request, response.set('Refresh', `0; url=${url.href}`), {});
    } catch (fault) {
      logger.error({ fault }, 'the identity provider cannot be reached');
      sendSignIn(needs, request, response, { status: 502, message: 'providerUnreachable' });
    }
  });

  const vouch = async (request: Request) => {
    const secret = login.read(request);
    const query = /\?.*$/.exec(request.originalUrl)?.[0] ?? '';
    return secret === undefined ? undefined : openId.finish(secret, query, clock.now());
  };

  const refuse = async (response: Response, why: string) => {
    const http_request = response.locals.requestId as string;
    await ledger.record(installationChain, 'session.refused', { why }, { by: 'console', http_request });
  };

  router.get('/callback', async (request, response) => {
    let vouched: Awaited<ReturnType<typeof vouch>>;
    try {
      vouched = await vouch(request);
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code }, 'a sign-in by an identity provider failed');
    }
    login.clear(response);
    if (!vouched) {
      await refuse(response, 'provider');
      sendSignIn(needs, request, response, { status: 401, message: 'providerFailed' });
      return;
    }
    const { owner, role } = vouched;
    if (!role) {
      await refuse(response, 'no_role');
      sendSignIn(needs, request, response, {
        ...{ status: 403, says: (t) => t.signIn.missingClaim(openId.claim) },
      });
      return;
    }
    const before = sessionOf(response);
    if (before) await sessions.end(before.session.idHash);
    cookie.set(response, await sessions.beginVouched(owner, role, request.get('user-agent') ?? ''));
    const http_request = response.locals.requestId as string;
    await ledger.record(
      installationChain,
      'session.began',
      { role, way: 'openid' },
      { by: owner, http_request },
    );
    response.redirect(303, `${base()}/`);
  });
  return router;
}
