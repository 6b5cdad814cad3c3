import { randomBytes } from 'node:crypto';
import { sha256Of } from '../sha256.js';
import type { Clock } from '../clock.js';
import type { GrantedToken } from '../contract/index.js';
import type { ConsentOutcome, ConsentRow, ConsentStore } from '../storage/consent-store.js';
import type { Vault } from '../storage/vault.js';
import type { Connections } from './connections.js';
import { ConsentStrategy, type StateStore, type Strategy } from './consent-strategy.js';

/** How long a link and the way through the vendor's pages may take. */
export const consentMs = 10 * 60_000;

/** What consents are given with. */
export interface ConsentNeeds {
  connections: Connections;
  store: ConsentStore;
  vault: Vault;
  clock: Clock;
}

/** A consent whose answer was taken: its code may be exchanged now, by who took it. */
export interface ReturnedConsent {
  linkHash: string;
  connectionId: string;
  verifier: string;
}

/** Leads somebody to the vendor's consent page and takes the answer: authorization code with PKCE (RFC 7636). */
export class Consents {
  constructor(private readonly needs: ConsentNeeds) {}

  /** A secret for a link that one browser uses within ten minutes. */
  async makeLink(connectionId: string): Promise<{ secret: string; expiresAt: number }> {
    const { store, clock } = this.needs;
    await store.removeExpired(clock.now());
    const secret = randomSecret();
    const expiresAt = clock.now() + consentMs;
    await store.insert({ linkHash: sha256Of(secret), connectionId, expiresAt });
    return { secret, expiresAt };
  }

  /** The consent of a link, which is not used up by looking; undefined when it is unknown or too old. */
  ofLink(secret: string): Promise<ConsentRow | undefined> {
    return this.needs.store.findByLink(sha256Of(secret), this.needs.clock.now());
  }

  /** The consent of a state the vendor sends back; undefined when it is unknown or too old. */
  ofState(state: string): Promise<ConsentRow | undefined> {
    return this.needs.store.findByState(sha256Of(state), this.needs.clock.now());
  }

  /** Whether a consent was started in this browser. */
  isOf({ browserHash }: ConsentRow, browser: string | undefined): boolean {
    return browser !== undefined && browserHash === sha256Of(browser);
  }

  /**
   * Uses a link up and resolves with the address of the vendor's page; the same address for the browser that has
   * started already, which may press its button twice. Undefined: another browser was faster, or it has ended.
   */
  async start(
    consent: ConsentRow,
    browser: string,
    callbackUrl: string,
    scopes: readonly string[],
  ): Promise<string | undefined> {
    const { store, vault, clock } = this.needs;
    const { linkHash, connectionId } = consent;
    const place = (column: string) => ({ table: 'consents', column, row: linkHash });
    if (consent.browserHash === undefined) {
      const state = randomSecret();
      let verifier = '';
      const starting: StateStore = {
        store: (_request, made, _state, _meta, done) => done(null, ((verifier = made), state)),
        verify: (_request, _state, _meta, done) => done(null, false, message('not started')),
      };
      const keepNothing = () => Promise.resolve();
      const strategy = await this.strategy(connectionId, callbackUrl, scopes, starting, keepNothing);
      const way = await strategy.wayToVendor();
      const started = {
        ...{ stateHash: sha256Of(state), browserHash: sha256Of(browser) },
        ...{ verifier: vault.sealOwn(place('verifier'), verifier), way: vault.sealOwn(place('way'), way) },
      };
      if (await store.start(linkHash, started, clock.now())) return way;
    }
    const started = await store.findByLink(linkHash, clock.now());
    if (started?.way === undefined || !this.isOf(started, browser)) return undefined;
    return vault.openOwn(place('way'), started.way);
  }

  /** Takes the vendor's answer, once; undefined: it was taken already, or came too late. */
  async take({ linkHash, connectionId, verifier }: ConsentRow): Promise<ReturnedConsent | undefined> {
    const { store, vault, clock } = this.needs;
    if (verifier === undefined || !(await store.take(linkHash, clock.now()))) return undefined;
    const place = { table: 'consents', column: 'verifier', row: linkHash };
    return { linkHash, connectionId, verifier: vault.openOwn(place, verifier) };
  }

  /** Keeps how a consent ended until its time is over. */
  remember({ linkHash }: Pick<ConsentRow, 'linkHash'>, outcome: ConsentOutcome): Promise<void> {
    return this.needs.store.remember(linkHash, outcome);
  }

  /** The way back: exchanges the code and hands over what was granted. */
  async returnStrategy(
    { connectionId, verifier }: ReturnedConsent,
    callbackUrl: string,
    keep: (granted: GrantedToken) => Promise<void>,
  ): Promise<Strategy> {
    const store: StateStore = {
      store: (_request, _verifier, _state, _meta, done) =>
        done(new Error('this consent was started already'), ''),
      verify: (_request, _state, _meta, done) => done(null, verifier, message('')),
    };
    return this.strategy(connectionId, callbackUrl, [], store, keep);
  }

  private async strategy(
    connectionId: string,
    callbackUrl: string,
    scopes: readonly string[],
    store: StateStore,
    keep: (granted: GrantedToken) => Promise<void>,
  ): Promise<ConsentStrategy> {
    const open = await this.needs.connections.open(connectionId);
    return new ConsentStrategy(open, { callbackUrl, scopes, store, keep, clock: this.needs.clock });
  }
}

const randomSecret = () => randomBytes(32).toString('base64url');
const message = (text: string) => ({ message: text });
