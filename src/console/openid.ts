import { createHash, randomBytes } from 'node:crypto';
import type { Configuration } from 'openid-client';
import type { OpenIdSettings } from '../config/openid-settings.js';
import { isLoopback } from '../loopback.js';
import { sha256Of } from '../sha256.js';
import type { Role } from '../storage/api-key-store.js';
import type { LoginStore } from '../storage/login-store.js';

/** Whom the provider vouches for; without a role: no value of the claim is mapped to one. */
export interface Vouched {
  owner: string;
  role?: Role;
}

/** How long the way through the provider's pages may take. */
const loginMs = 10 * 60_000;

/** How long the provider may take for an answer, in seconds. */
const timeout = 10;

/**
 * Sign-in by OpenID Connect: authorization code with PKCE. State, nonce and verifier are made of the one secret in the
 * browser's cookie, so that nothing secret is kept here.
 */
export class OpenId {
  private configuration?: Promise<Configuration>;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly logins: LoginStore,
    private readonly redirectUri: () => string,
  ) {}

  /** Origin of the provider's pages. */
  get origin(): string {
    return new URL(this.settings.issuer).origin;
  }

  /** The claim that gives people their roles. */
  get claim(): string {
    return this.settings.claim;
  }

  /** A secret for the cookie, and where to send the browser. Rejects when the provider cannot be reached. */
  async begin(now: number): Promise<{ secret: string; url: URL }> {
    const client = await import('openid-client');
    const configuration = await this.configure();
    const secret = randomBytes(32).toString('base64url');
    const { state, nonce, verifier } = partsOf(secret);
    await this.logins.begin(sha256Of(state), now, now + loginMs);
    const url = client.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: this.redirectUri(), scope: this.settings.scope, state, nonce },
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { secret, url };
  }

  /** Takes the provider's answer, once. `query`: of the address to which the browser came back. Rejects when it does not fit. */
  async finish(secret: string, query: string, now: number): Promise<Vouched> {
    const client = await import('openid-client');
    const { state, nonce, verifier } = partsOf(secret);
    if (!(await this.logins.take(sha256Of(state), now))) throw new Error('The sign-in is over.');
    const configuration = await this.configure();
    // Behind a proxy the address is ours to know, not the Host header's.
    const url = new URL(`${this.redirectUri()}${query}`);
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      ...checks,
      idTokenExpected: true,
    });
    const claims: Record<string, unknown> = tokens.claims() ?? {};
    const { iss, sub } = claims;
    if (typeof iss !== 'string' || typeof sub !== 'string') throw new Error('The provider names nobody.');
    // Many providers put everything but the identity into the user's own endpoint.
    const role =
      this.roleIn(claims) ??
      this.roleIn(await client.fetchUserInfo(configuration, tokens.access_token, sub).catch(() => ({})));
    return { owner: `oidc:${sha256Of(`${iss} ${sub}`).slice(0, 16)}`, role };
  }

  /** The first mapped role that the claim gives, in the order of the configuration. */
  private roleIn(claims: Record<string, unknown>): Role | undefined {
    const value = claims[this.settings.claim];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return this.settings.roles.find(([wanted]) => values.includes(wanted))?.[1];
  }

  /** Asked once; a provider that could not be reached is asked again. */
  private configure(): Promise<Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }

  private async discover(): Promise<Configuration> {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody uses it beyond a provider without TLS
    const { discovery, allowInsecureRequests } = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    const isNear = url.protocol === 'http:' && isLoopback(url.hostname);
    const execute = isNear ? [allowInsecureRequests] : [];
    return discovery(url, clientId, clientSecret, undefined, { execute, timeout });
  }
}

function partsOf(secret: string): { state: string; nonce: string; verifier: string } {
  const part = (name: string) => createHash('sha256').update(`${name} ${secret}`).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}
