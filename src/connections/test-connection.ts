import { toDay } from '../clock.js';
import {
  type Ask,
  type ScopeAlternatives,
  type Source,
  canAsk,
  coreGroup,
  sourcesDue,
  sourcesMeant,
  firstCallOf,
  lackingScopes,
  queriesOf,
  type Operation,
} from '../contract/index.js';
import { ask, type Token, type Upstream } from '../upstream/client.js';
import { Exhausted, PageTokenExpired, PauseUntil, Refusal, WindowRefused } from '../upstream/refusal.js';
import { createRetry } from '../upstream/retry.js';
import { windowParameters } from '../upstream/window-parameters.js';
import { credentialsOf } from './connection.js';
import { isGranted, type OpenConnection } from './open-connection.js';
import { TokenRefused } from './token-endpoint.js';
import { createTokens } from './tokens.js';
import {
  explain,
  nextStepOf,
  proofOf,
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

/** Users a source is tried with, until one has what it needs. */
const mostUsers = 5;

/** How a test is made. */
export interface TestOptions {
  /** Address or id of the user to try the sources with; absent: some users of the account, in turn. */
  user?: string;
}

/**
 * Tests a connection per source: first by the granted scopes, then by light calls for a user, and where that one lacks
 * a licence for a few others. What the vendor answers is looked at and dropped. Never rejects for what the vendor does.
 */
export async function testConnection(
  open: OpenConnection,
  { user }: TestOptions = {},
): Promise<ConnectionTest> {
  const probe = new Probe(open);
  const { connector } = open;
  try {
    const token = await probe.freshToken();
    const users = await probe.findUsers(token, user);
    const sources: SourceVerdict[] = [];
    for (const source of connector.sources) sources.push(await probe.judge(source, token, users));
    // Shown only after the vendor took it: what a reference leads to could be anything.
    const { accountId } = users[0]?.accountId === undefined ? await credentialsOf(open.connection) : users[0];
    return await probe.conclude(sources, accountId, token);
  } catch (error) {
    const { verdict, nextStep } = explain(error);
    const sources = connector.sources.map(({ id, title }) => ({
      ...{ id, title, verdict, missingScopes: [], nextStep },
    }));
    return probe.conclude(sources);
  }
}

/** Who consented and their account; undefined where the vendor does not tell. */
export async function testAccount(
  open: OpenConnection,
): Promise<{ userId: string; accountId?: string } | undefined> {
  const probe = new Probe(open);
  try {
    return (await probe.findUsers(await probe.freshToken()))[0];
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
    const old = await kept.read();
    const isAccount = connection.credentials.accountId !== undefined;
    return isAccount && old ? tokens.renew(old.accessToken) : tokens.current();
  }

  /** Users to try the sources with: the one that is named, who consented, or some of the account. */
  async findUsers(token: Token, named?: string): Promise<ProbeUser[]> {
    const { connector, connection } = this.open;
    const { consenter, anyUser } = connector.accountProbe;
    const isAccount = connection.credentials.accountId !== undefined;
    const one = named === undefined ? consenter : { ...connector.lookup, values: { email: named } };
    const call = named === undefined && isAccount ? anyUser : one;
    if (!isGranted(token.scopes, call.scopes)) return [];
    try {
      const body = await ask(this.upstream, { ...call, meter: this.meter });
      return body ? connector.accountProbe.readUsers(body) : [];
    } catch (error) {
      if (error instanceof TokenRefused) throw error;
      if (named !== undefined && isAboutUser(error)) throw new Refusal('failed', 'not_found', noSuchUser);
      if (named !== undefined) throw error;
      if (error instanceof Refusal || error instanceof PauseUntil) return [];
      throw error;
    }
  }

  async judge(source: Source, token: Token, users: ProbeUser[]): Promise<SourceVerdict> {
    const { id, title } = source;
    const { connection, connector } = this.open;
    const say = (verdict: Verdict, nextStep: string, missingScopes: ScopeAlternatives[] = []) => ({
      ...{ id, title, verdict, missingScopes, nextStep },
    });
    const { sources: declared } = connector;
    if (connection.sources && !sourcesMeant(declared, connection.sources).includes(id))
      return say('not_enabled', 'Nothing: this source is switched off for the connection.');
    // Reports leave it out: nobody has given the permission, and nobody said that it is to be read.
    const due = sourcesDue(declared, connection.sources ?? [coreGroup]);
    if (!due.includes(id) && !canAsk(source, (wanted) => isGranted(token.scopes, wanted)))
      return say(
        'not_granted',
        `Nothing, unless it is wanted: ${connector.scopeRemedy(firstCallOf(source).scopes)}`,
      );
    // Without the lookup nobody is found, and no source is asked.
    const grants = (scopes: ScopeAlternatives) => isGranted(token.scopes, scopes);
    const lookup = grants(connector.lookup.scopes) ? [] : [connector.lookup.scopes];
    const missing = distinct([...lookup, ...lackingScopes(source, grants)]);
    if (missing.length > 0)
      return say('scope_missing', missing.map((one) => connector.scopeRemedy(one)).join(' '), missing);
    try {
      if (users.length > 0 && !source.forEach) await this.tryUsers(source, users);
      else await (this.askedNobody ??= this.askForNobody());
      if (source.forEach) return say('granted', judgedWithoutRecords);
      return users.length > 0 || source.made
        ? say('ready', 'Nothing: it can be read.')
        : say('not_proved', judgedByScope);
    } catch (error) {
      const { verdict, nextStep } = explain(error);
      // What the token holds is not to be granted again.
      const isToGrant = verdict === 'scope_missing' && token.scopes === undefined;
      return say(verdict, nextStep, isToGrant ? [firstCallOf(source).scopes] : []);
    }
  }

  async conclude(sources: SourceVerdict[], accountId?: string, token?: Token): Promise<ConnectionTest> {
    const { connector } = this.open;
    const asked = sources.filter(({ verdict }) => proofOf[verdict] !== 'not_asked');
    const isWhole = asked.every(({ verdict }) => verdict === 'granted' || proofOf[verdict] === 'proved');
    const isUsable = asked.some(({ verdict }) => proofOf[verdict] === 'proved');
    const status = isWhole && isUsable ? 'ok' : isUsable ? 'degraded' : 'failed';
    const skew = this.skewMs === undefined ? undefined : Math.round(this.skewMs / 1_000);
    const apiUrl = token?.apiUrl;
    return {
      status,
      checkedAt: this.upstream.clock.now(),
      account: {
        id: accountId,
        region: apiUrl === undefined ? undefined : connector.accountProbe.regionOf(apiUrl),
        apiUrl,
      },
      clockSkewSeconds: skew,
      budgets: await this.budgets(),
      nextStep: nextStepOf(status, asked, skew),
      sources,
    };
  }

  /** Resolves when a user is answered for; the next source begins with that one. Rejects with the first refusal. */
  private async tryUsers(source: Source, users: ProbeUser[]): Promise<void> {
    let first: unknown;
    for (const user of users.slice(0, mostUsers)) {
      try {
        await this.tryOut(source, user);
        users.unshift(...users.splice(users.indexOf(user), 1));
        return;
      } catch (error) {
        first ??= error;
        if (!isAboutUser(error)) break;
      }
    }
    throw first as Error;
  }

  private tryOut(source: Source, user: ProbeUser): Promise<void> {
    const { lookup, conventions } = this.open.connector;
    if (!source.asks) return this.askQuietly({ ...lookup, values: { email: user.userId } });
    const { scopes: granted } = this.upstream.tokens.latest() ?? {};
    const operation = source.asks.find((one) => isGranted(granted, one.scopes)) ?? source.asks[0];
    const { endpoint, scopes, rateLimit, failures, pages, window } = operation;
    const now = this.upstream.clock.now();
    // The shortest window there is, at the end that is surely within reach.
    const span = { from: toDay(now - 86_400_000), to: toDay(now) };
    const given = { subject: { email: user.userId, id: user.userId, record: {} }, accountId: user.accountId };
    const [query] = queriesOf(operation, given);
    return this.askQuietly({
      ...{ endpoint, scopes, rateLimit, failures },
      values: {
        ...{ subject: user.userId, email: user.userId },
        ...(user.accountId !== undefined && { account: user.accountId }),
        ...operation.values?.(given),
      },
      query: {
        ...query,
        ...(pages && { [conventions.pages.size]: '30' }),
        ...(window && windowParameters(window, conventions, span, now)),
      },
    });
  }

  /** That nobody has the address of nobody is the answer that was wanted. */
  private async askForNobody(): Promise<void> {
    try {
      await this.askQuietly({ ...this.open.connector.lookup, values: { email: nobody } });
    } catch (error) {
      if (!(error instanceof Refusal && ['subject_refused', 'not_found'].includes(error.reason))) throw error;
    }
  }

  /** An answer about pages, dates or the age of what was asked is an answer: the source can be read. */
  private async askQuietly(call: Ask & Pick<Operation, 'failures'>): Promise<void> {
    try {
      await ask(this.upstream, { ...call, meter: this.meter });
    } catch (error) {
      if (error instanceof Refusal && error.outcome === 'out_of_reach') return;
      if (error instanceof WindowRefused || error instanceof PageTokenExpired) return;
      throw error;
    }
  }

  private note(headers: Record<string, string | undefined>, moment: number): void {
    const theirs = Date.parse(headers.date ?? '');
    // The header tells whole seconds, on average half a second ago.
    if (!Number.isNaN(theirs)) this.skewMs = moment - (theirs + 500);
    this.callsLeft = this.open.connector.accountProbe.readCallsLeft(headers) ?? this.callsLeft;
  }

  private budgets(): Promise<BudgetLeft[]> {
    const { connector, connection } = this.open;
    const { budgets } = connector.rateLimits(connection.plan);
    const left = ({ id }: { id: string }) =>
      budgets.length === 1 || id.startsWith('main') ? { left: this.callsLeft } : {};
    return Promise.all(
      budgets.map(async ({ id, callsPerDay }) => ({
        ...{ id, callsPerDay, ourCallsToday: await this.open.callsToday(id) },
        ...left({ id }),
      })),
    );
  }
}

/** A user to try the sources with. */
interface ProbeUser {
  userId: string;
  accountId?: string;
}

const judgedWithoutRecords =
  'Nothing: it is asked for each record of another source, so it was judged by its scopes alone.';

const judgedByScope =
  'Its scope is granted, but no user could be found to try it with. Name one who has this kind of data (--user, or user over HTTP), or grant the scope that lists users.';

const noSuchUser =
  'The vendor knows no user by the address or id that the test was to use. Correct it, or leave it out.';

/** Refusals that can hold for one user only, so that the next one is tried. */
const isAboutUser = (error: unknown) =>
  error instanceof Refusal &&
  !(error instanceof Exhausted) &&
  ['scope_missing', 'not_licensed', 'not_permitted', 'subject_refused', 'not_found'].includes(error.reason);

const distinct = (all: ScopeAlternatives[]) => [
  ...new Map(all.map((one) => [one.granular.join(), one])).values(),
];
