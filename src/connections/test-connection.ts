import { toDay } from '../clock.js';
import type { Ask, ScopeAlternatives, Source } from '../contract/index.js';
import { ask, type Token, type Upstream } from '../upstream/client.js';
import { PauseUntil, Refusal } from '../upstream/refusal.js';
import { createRetry } from '../upstream/retry.js';
import { isGranted, type OpenConnection } from './open-connection.js';
import { scopesOf } from './scopes.js';
import { createTokens } from './tokens.js';
import {
  explain,
  nextStepOf,
  type BudgetLeft,
  type ConnectionTest,
  type SourceVerdict,
  type Verdict,
} from './verdict.js';

/** A person waits for the answer, so little is tried again. */
const hurried = {
  attempts: 2,
  atLeastMs: 0,
  firstDelayMs: 500,
  longestDelayMs: 1_000,
  longestWaitMs: 5_000,
  random: Math.random,
};
/** Nobody has this address, so the answer holds nobody's data. */
const nobody = 'connection-test@example.invalid';

/**
 * Tests a connection per source: first by the granted scopes, then by one light call each. What the vendor answers
 * is looked at and dropped. Never rejects for what the vendor does.
 */
export async function testConnection(open: OpenConnection): Promise<ConnectionTest> {
  const probe = new Probe(open);
  const { connector } = open;
  try {
    const token = await probe.freshToken();
    const user = await probe.findUser(token);
    const sources: SourceVerdict[] = [];
    for (const source of connector.sources) sources.push(await probe.judge(source, token, user));
    return probe.conclude(sources, user?.accountId, token);
  } catch (error) {
    const { verdict, nextStep } = explain(error);
    const sources = connector.sources.map(({ id, title }) => ({
      ...{ id, title, verdict, missingScopes: [], nextStep },
    }));
    return probe.conclude(sources);
  }
}

/** The account of the person who consented; undefined where the vendor does not tell. */
export async function testAccount(open: OpenConnection): Promise<string | undefined> {
  const probe = new Probe(open);
  try {
    return (await probe.findUser(await probe.freshToken()))?.accountId;
  } catch (error) {
    if (error instanceof Refusal || error instanceof PauseUntil) return undefined;
    throw error;
  }
}

class Probe {
  private readonly upstream: Upstream;
  private skewMs: number | undefined;
  private callsLeft: number | undefined;
  /** Its answer is the same for every source. */
  private askedNobody: Promise<void> | undefined;
  private readonly meter = { calls: 0 };

  constructor(private readonly open: OpenConnection) {
    const { connection, connector, upstream, kept } = open;
    const { clock, timeouts } = upstream;
    const retry = createRetry(hurried, clock);
    const send: Upstream['send'] = async (request) => {
      const sent = clock.now();
      const answer = await upstream.send(request);
      this.note(answer.headers, (sent + clock.now()) / 2);
      return answer;
    };
    const tokens = createTokens({ connection, connector, send, retry, timeouts, clock, kept });
    this.upstream = { ...upstream, tokens, retry, send };
  }

  /** Scopes that were added to an app are in new tokens only. */
  async freshToken(): Promise<Token> {
    const { connection, kept } = this.open;
    const { tokens } = this.upstream;
    const old = kept.read();
    const isAccount = connection.credentials.accountId !== undefined;
    return isAccount && old ? tokens.renew(old.accessToken) : tokens.current();
  }

  /** A user to try the sources with: who consented, or any user of the account. */
  async findUser(token: Token): Promise<{ userId: string; accountId?: string } | undefined> {
    const { connector, connection } = this.open;
    const isAccount = connection.credentials.accountId !== undefined;
    const call = isAccount ? connector.accountProbe.anyUser : connector.accountProbe.consenter;
    if (!isGranted(token.scopes, call.scopes)) return undefined;
    try {
      const body = await ask(this.upstream, { ...call, meter: this.meter });
      return body && connector.accountProbe.readUser(body);
    } catch (error) {
      if (error instanceof Refusal || error instanceof PauseUntil) return undefined;
      throw error;
    }
  }

  async judge(source: Source, token: Token, user: { userId: string } | undefined): Promise<SourceVerdict> {
    const { id, title } = source;
    const { connection, connector } = this.open;
    const say = (verdict: Verdict, nextStep: string, missingScopes: ScopeAlternatives[] = []) => ({
      ...{ id, title, verdict, missingScopes, nextStep },
    });
    if (connection.sources && !connection.sources.includes(id))
      return say('not_enabled', 'Nothing: this source is switched off for the connection.');
    // Without the lookup nobody is found, and no source is asked.
    const needed = distinct([connector.lookup.scopes, ...scopesOf(source)]);
    const missing = needed.filter((scopes) => !isGranted(token.scopes, scopes));
    if (missing.length > 0)
      return say('scope_missing', missing.map((one) => connector.scopeRemedy(one)).join(' '), missing);
    try {
      await this.tryOut(source, user);
      return say('ready', user || source.collect ? 'Nothing: it can be read.' : judgedByScope);
    } catch (error) {
      const { verdict, nextStep } = explain(error);
      return say(verdict, nextStep, verdict === 'scope_missing' ? [source.scopes] : []);
    }
  }

  conclude(sources: SourceVerdict[], accountId?: string, token?: Token): ConnectionTest {
    const { connector, connection } = this.open;
    const asked = sources.filter(({ verdict }) => verdict !== 'not_enabled');
    const isWhole = asked.every(({ verdict }) => verdict === 'ready' || verdict === 'not_licensed');
    const isUsable = asked.some(({ verdict }) => verdict === 'ready');
    const status = isWhole && isUsable ? 'ok' : isUsable ? 'degraded' : 'failed';
    const skew = this.skewMs === undefined ? undefined : Math.round(this.skewMs / 1_000);
    const apiUrl = token?.apiUrl;
    return {
      status,
      checkedAt: this.upstream.clock.now(),
      account: {
        // Shown only after the vendor took it: what a reference leads to could be anything.
        id: accountId ?? (token && connection.credentials.accountId),
        region: apiUrl === undefined ? undefined : connector.accountProbe.regionOf(apiUrl),
        apiUrl,
      },
      clockSkewSeconds: skew,
      budgets: this.budgets(),
      nextStep: nextStepOf(status, asked, skew),
      sources,
    };
  }

  private async tryOut(source: Source, user: { userId: string } | undefined): Promise<void> {
    const { lookup, conventions } = this.open.connector;
    if (!user) return (this.askedNobody ??= this.askQuietly({ ...lookup, values: { email: nobody } }, true));
    if (source.collect) return this.askQuietly({ ...lookup, values: { email: user.userId } });
    const now = this.upstream.clock.now();
    const { from, to } = conventions.window;
    const window = source.window && { [from]: toDay(now - 7 * 86_400_000), [to]: toDay(now) };
    const size = source.pages === 'none' ? undefined : { [conventions.pages.size]: '30' };
    await this.askQuietly({
      endpoint: source.endpoint,
      values: { subject: user.userId, email: user.userId },
      query: { ...source.query?.[0], ...size, ...window },
      scopes: source.scopes,
      rateLimit: source.rateLimit,
    });
  }

  /** That nobody has the address of nobody is the answer that was wanted. */
  private async askQuietly(call: Ask, isNobodyFine = false): Promise<void> {
    try {
      await ask(this.upstream, { ...call, meter: this.meter });
    } catch (error) {
      if (error instanceof Refusal && (isNobodyFine ? isAboutSubject(error) : false)) return;
      if (error instanceof Refusal || error instanceof PauseUntil) throw error;
      // The vendor wants other pages or dates: it answers for this source.
    }
  }

  private note(headers: Record<string, string | undefined>, moment: number): void {
    const theirs = Date.parse(headers.date ?? '');
    // The header tells whole seconds, on average half a second ago.
    if (!Number.isNaN(theirs)) this.skewMs = moment - (theirs + 500);
    this.callsLeft = this.open.connector.accountProbe.readCallsLeft(headers) ?? this.callsLeft;
  }

  private budgets(): BudgetLeft[] {
    const { connector, connection } = this.open;
    const { budgets } = connector.rateLimits(connection.plan);
    return budgets.map(({ id, callsPerDay }) => ({
      ...{ id, callsPerDay, ourCallsToday: this.open.callsToday(id) },
      ...(budgets.length === 1 || id.startsWith('main') ? { left: this.callsLeft } : {}),
    }));
  }
}

const judgedByScope =
  'Nothing: its scope is granted. No user could be found to try it with, so a missing licence would show only in a report.';

const isAboutSubject = ({ reason }: Refusal) => reason === 'subject_refused' || reason === 'not_found';

const distinct = (all: ScopeAlternatives[]) => [
  ...new Map(all.map((one) => [one.granular.join(), one])).values(),
];
