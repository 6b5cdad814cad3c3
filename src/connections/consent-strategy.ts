import type { IncomingMessage } from 'node:http';
import OAuth2Strategy from 'passport-oauth2';
import type { Clock } from '../clock.js';
import type { GrantedToken } from '../contract/index.js';
import type { OpenConnection } from './open-connection.js';
import { requestToken } from './token-endpoint.js';

/** A passport strategy. */
export type Strategy = OAuth2Strategy;

/** What passport-oauth2 asks of a store when PKCE is on. */
export interface StateStore {
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

/** What one consent is led with. */
export interface ConsentOptions {
  callbackUrl: string;
  scopes: readonly string[];
  store: StateStore;
  keep: (granted: GrantedToken) => Promise<void>;
  clock: Clock;
}

/** The strategy with our own exchange: client as HTTP Basic, no redirects, the retries of every other call. */
export class ConsentStrategy extends OAuth2Strategy {
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
        .then(async (granted) => {
          await keep(granted);
          done(null, granted.accessToken);
        })
        .catch(done);
    };
    this._oauth2.getOAuthAccessToken = exchange as typeof this._oauth2.getOAuthAccessToken;
    // Passport would wrap a refusal in an error of its own, without its words.
    Object.assign(this, { _createOAuthError: (_message: string, cause: Error) => cause });
  }

  /**
   * The address of the vendor's page. Nothing of the browser's call goes into it: a `code` or an `error` in its
   * address would be taken for the vendor's answer.
   */
  wayToVendor(): Promise<string> {
    return new Promise((resolve, reject) => {
      const augmented = Object.assign(this, {
        redirect: resolve,
        error: reject,
        fail: () => reject(new Error('the way to the vendor did not start')),
      });
      augmented.authenticate(nobodysCall, {});
    });
  }
}

const nobodysCall = { query: {}, headers: {} } as unknown as Parameters<OAuth2Strategy['authenticate']>[0];

type Exchange = (
  code: string,
  form: Record<string, string>,
  done: (error: unknown, accessToken?: string) => void,
) => void;
