import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import OAuth2Strategy from 'passport-oauth2';
import { sha256Of } from '../sha256.js';
import type { Clock } from '../clock.js';
import type { GrantedToken } from '../contract/index.js';
import type { ConsentRow, ConsentStore } from '../storage/consent-store.js';
import type { Vault } from '../storage/vault.js';
import type { Connections } from './connections.js';
import type { OpenConnection } from './open-connection.js';
import { requestToken } from './token-endpoint.js';

/** How long a link and the way through the vendor's pages may take. */
export const consentMs = 10 * 60_000;

/** What consents are given with. */
export interface ConsentNeeds {
  connections: Connections;
  store: ConsentStore;
  vault: Vault;
  clock: Clock;
}

/** A consent that was started in this browser and has come back. */
export interface ReturnedConsent {
  connectionId: string;
  verifier: string;
}

/** Leads somebody to the vendor's consent page and takes the answer: authorization code with PKCE (RFC 7636). */
export class Consents {
  constructor(private readonly needs: ConsentNeeds) {}

  /** A secret for a link that a browser opens once within ten minutes. */
  makeLink(connectionId: string): { secret: string; expiresAt: number } {
    const { store, clock } = this.needs;
    store.removeExpired(clock.now());
    const secret = randomSecret();
    const expiresAt = clock.now() + consentMs;
    store.insert({ linkHash: sha256Of(secret), connectionId, expiresAt });
    return { secret, expiresAt };
  }

  /** The connection of a link, which is used up by this; undefined when it is unknown, used or too old. */
  takeLink(secret: string): ConsentRow | undefined {
    return this.needs.store.takeLink(sha256Of(secret), this.needs.clock.now());
  }

  /** What a state stands for, once, and only in the browser that started. */
  takeState(state: string, browser: string): ReturnedConsent | undefined {
    const { store, vault, clock, connections } = this.needs;
    const row = store.takeState(sha256Of(state), sha256Of(browser), clock.now());
    if (row?.verifier === undefined || !connections.find(row.connectionId)) return undefined;
    const verifier = vault.openOwn(verifierPlace(row.linkHash), row.verifier);
    return { connectionId: row.connectionId, verifier };
  }

  /** The way to the vendor: passport redirects, and the state is bound to the browser and the link. */
  startStrategy(link: ConsentRow, browser: string, callbackUrl: string, scopes: readonly string[]): Strategy {
    const store: StateStore = {
      store: (_request, verifier, _state, _meta, done) => {
        const state = randomSecret();
        this.needs.store.bind(link.linkHash, {
          stateHash: sha256Of(state),
          browserHash: sha256Of(browser),
          verifier: this.needs.vault.sealOwn(verifierPlace(link.linkHash), verifier),
        });
        done(null, state);
      },
      verify: (_request, _state, _meta, done) => done(null, false, state('not started')),
    };
    return this.strategy(link.connectionId, callbackUrl, scopes, store, () => undefined);
  }

  /** The way back: exchanges the code and hands over what was granted. */
  returnStrategy(
    { connectionId, verifier }: ReturnedConsent,
    callbackUrl: string,
    keep: (granted: GrantedToken) => void,
  ): Strategy {
    const store: StateStore = {
      store: (_request, _verifier, _state, _meta, done) =>
        done(new Error('this consent was started already'), ''),
      verify: (_request, _state, _meta, done) => done(null, verifier, state('')),
    };
    return this.strategy(connectionId, callbackUrl, [], store, keep);
  }

  private strategy(
    connectionId: string,
    callbackUrl: string,
    scopes: readonly string[],
    store: StateStore,
    keep: (granted: GrantedToken) => void,
  ): Strategy {
    const open = this.needs.connections.open(connectionId);
    return new ConsentStrategy(open, { callbackUrl, scopes, store, keep, clock: this.needs.clock });
  }
}

/** A passport strategy. */
export type Strategy = OAuth2Strategy;

/** What passport-oauth2 asks of a store when PKCE is on. */
interface StateStore {
  store(
    request: IncomingMessage,
    verifier: string,
    state: unknown,
    meta: unknown,
    done: (error: Error | null, state: string) => void,
  ): void;
  verify(
    request: IncomingMessage,
    state: string,
    meta: unknown,
    done: (error: Error | null, verifier: string | false, state: unknown) => void,
  ): void;
}

interface ConsentOptions {
  callbackUrl: string;
  scopes: readonly string[];
  store: StateStore;
  keep: (granted: GrantedToken) => void;
  clock: Clock;
}

/** The strategy with our own exchange: client as HTTP Basic, no redirects, the retries of every other call. */
class ConsentStrategy extends OAuth2Strategy {
  constructor(
    { connection, connector, upstream }: OpenConnection,
    { callbackUrl, scopes, store, keep, clock }: ConsentOptions,
  ) {
    const { authorize, token } = connector.authorization.paths;
    super(
      {
        authorizationURL: `${connection.oauthUrl}${authorize}`,
        tokenURL: `${connection.oauthUrl}${token}`,
        clientID: connection.credentials.clientId,
        clientSecret: '',
        callbackURL: callbackUrl,
        scope: [...scopes],
        pkce: true,
        state: true,
        store: store as unknown as OAuth2Strategy.StateStore,
      },
      (_access: string, _refresh: string, _profile: unknown, done: OAuth2Strategy.VerifyCallback) =>
        done(null, { id: connection.id }),
    );
    const { send, timeouts, retry } = upstream;
    const needs = { connection, connector, send, timeouts, clock };
    const exchange: Exchange = (code, form, done) => {
      retry(() => requestToken(needs, { ...form, code }))
        .then((granted) => {
          keep(granted);
          done(null, granted.accessToken);
        })
        .catch(done);
    };
    this._oauth2.getOAuthAccessToken = exchange as typeof this._oauth2.getOAuthAccessToken;
    // Passport would wrap a refusal in an error of its own, without its words.
    Object.assign(this, { _createOAuthError: (_message: string, cause: Error) => cause });
  }
}

type Exchange = (
  code: string,
  form: Record<string, string>,
  done: (error: unknown, accessToken?: string) => void,
) => void;

const verifierPlace = (linkHash: string) => ({ table: 'consents', column: 'verifier', row: linkHash });
const randomSecret = () => randomBytes(32).toString('base64url');
const state = (text: string) => ({ message: text });
