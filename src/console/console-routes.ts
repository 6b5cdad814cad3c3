import { Router } from 'express';
import type { OpenIdSettings } from '../config/openid-settings.js';
import { AppError } from '../errors.js';
import { createAssets } from './assets.js';
import { choiceRoutes } from './choices.js';
import { baseOf } from './console-address.js';
import { connectionRoutes } from './connection-pages.js';
import type { ConsoleNeeds } from './console-needs.js';
import { formBody } from './form-body.js';
import { OpenId } from './openid.js';
import { openIdRoutes } from './openid-routes.js';
import { createPages } from './pages.js';
import { consoleHeaders } from './policy.js';
import { ledgerRoutes } from './ledger-pages.js';
import { newRequestRoutes } from './new-request.js';
import { progressRoutes } from './progress-routes.js';
import { showProblems } from './problems.js';
import { reportPageRoutes } from './report-page.js';
import { requestListRoutes } from './request-list.js';
import { requestRoutes } from './request-routes.js';
import { requireSameOrigin } from './same-origin.js';
import { SessionCookie } from './session-cookie.js';
import { readSession, requireSession } from './session-gate.js';
import { Sessions } from './sessions.js';
import { settingsRoutes } from './settings-pages.js';
import { signInRoutes } from './sign-in.js';

/** What the console is started with. */
export type ConsoleOptions = Pick<
  ConsoleNeeds,
  'service' | 'publicUrl' | 'bootstrapKey' | 'deliveries' | 'feed' | 'oneTimeCodes'
> & {
  /** Whose people may sign in, beside those with a key. */
  openId?: OpenIdSettings;
};

/** The pages for people: what they show and do goes through `api/`, as with every other way in. */
export function consoleRoutes(options: ConsoleOptions): Router {
  const { service, publicUrl, bootstrapKey, openId: provider } = options;
  const assets = createAssets();
  const { store, keys, clock } = service;
  const redirectUri = () => `${publicUrl()}/console/sign-in/callback`;
  const openId = provider && new OpenId(provider, store.logins, redirectUri);
  const needs: ConsoleNeeds = {
    ...options,
    openId,
    base: () => baseOf(publicUrl()),
    sessions: new Sessions({ store: store.sessions, keys, bootstrapKey, clock }),
    cookie: new SessionCookie('session', publicUrl),
    send: createPages(publicUrl, assets),
  };
  const router = Router();
  router.use('/assets', assets.router);
  router.use(consoleHeaders(openId ? [openId.origin] : []));
  router.use(requireSameOrigin(publicUrl), ...formBody(), readSession(needs));
  router.use(signInRoutes(needs));
  if (openId) router.use('/sign-in', openIdRoutes(needs, openId));
  router.use('/choices', choiceRoutes(publicUrl, needs.base));
  router.use(requireSession(needs));
  router.use(newRequestRoutes(needs), requestListRoutes(needs), requestRoutes(needs), progressRoutes(needs));
  router.use(reportPageRoutes(needs), connectionRoutes(needs), ledgerRoutes(needs), settingsRoutes(needs));
  router.use(() => {
    throw new AppError('not_found', 'There is no such page.');
  });
  router.use(showProblems(needs));
  return router;
}
