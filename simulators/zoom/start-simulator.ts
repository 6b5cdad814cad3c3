import { handleApiRequest, type ApiDesk } from './api-listener.js';
import { CallLog } from './call-log.js';
import { DownloadUrls } from './download-urls.js';
import { FaultList } from './faults/fault-list.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { listen } from './listen.js';
import { PageTokens } from './lists/page-tokens.js';
import { MediaListener } from './media/media-listener.js';
import { AccessTokens } from './oauth/access-tokens.js';
import { Consents } from './oauth/consents.js';
import { allOperations } from './operations/all-operations.js';
import type { SimulatorOptions } from './simulator-options.js';
import type { Simulator } from './simulator.js';
import { demoWorld } from './world/demo-world.js';
import type { Settings } from './zoom-state.js';

/** Starts a simulated Zoom on 127.0.0.1; stop it with `close`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = withDefaults(options);
  const world = options.world ?? demoWorld(settings.now());
  const client = {
    accountId: world.account.id,
    clientId: 'simulated-client',
    clientSecret: 'simulated-secret',
  };
  const log = new CallLog();
  const faults = new FaultList();
  const limiter = new RateLimiter(settings.plan, settings.now);
  const services = {
    world,
    settings,
    accessTokens: new AccessTokens(settings.now),
    pageTokens: new PageTokens(settings.pageTokenLifetimeMs, settings.now),
    downloadUrls: new DownloadUrls(),
  };
  const apiPort = await listen(options.port ?? 0);
  const mediaPort = await listen(options.mediaPort ?? 0);
  const state = { ...services, origin: `http://${apiPort.host}`, mediaOrigin: `http://${mediaPort.host}` };
  const desk: ApiDesk = { state, consents: new Consents(settings.now), client, log, limiter, faults };
  const media = new MediaListener(state, log, faults);
  apiPort.serve((request, response) => handleApiRequest(request, response, desk));
  mediaPort.serve((request, response) => media.handle(request, response));
  return {
    apiUrl: `http://${apiPort.host}/v2`,
    oauthUrl: `http://${apiPort.host}/oauth`,
    mediaHost: mediaPort.host,
    credentials: client,
    world,
    calls: log.entries,
    faults,
    issueToken: (scopes = settings.scopes) =>
      services.accessTokens.issue('account', scopes, settings.accessTokenLifetimeSeconds),
    expireTokens: () => services.accessTokens.expireAll(),
    expireDownloadUrls: () => services.downloadUrls.expire(),
    highestCount: (family, label) => log.highestCount(family, label),
    spendDailyBudget: (family, label, calls) => limiter.spend(family, label, calls),
    get rateLimited() {
      return limiter.refused;
    },
    get leakedAuthorizations() {
      return media.leakedAuthorizations;
    },
    close: async () => {
      await Promise.all([apiPort.close(), mediaPort.close()]);
    },
  };
}

function withDefaults(options: SimulatorOptions): Settings {
  return {
    plan: options.plan ?? 'business',
    enforceRateLimits: options.enforceRateLimits ?? true,
    scopes: options.scopes ?? defaultScopes(),
    latencyMs: options.latencyMs ?? 0,
    pageTokenLifetimeMs: options.pageTokenLifetimeMs ?? 15 * 60_000,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3_600,
    now: options.now ?? (() => new Date()),
    longWindows: options.longWindows ?? 'cut',
    oversizedPages: options.oversizedPages ?? 'refuse',
    webinarPaging: options.webinarPaging ?? 'number',
    toDay: options.toDay ?? 'included',
  };
}

function defaultScopes(): string[] {
  // What only a master account may ask has no scope of that kind.
  const widest = allOperations.flatMap(({ scopes: { granular } }) => {
    const admin = granular.filter((scope) => scope.endsWith(':admin'));
    return admin.length > 0 ? admin : granular.slice(0, 1);
  });
  return [...new Set(widest)];
}
