import { toIso } from '../clock.js';
import type { Outcome, ScopeAlternatives } from '../contract/index.js';
import { PauseUntil, ReconnectNeeded, Refusal } from '../upstream/refusal.js';
import { TokenRefused } from './token-endpoint.js';

/** What a test says about one source. */
export const verdicts = [
  'ready',
  'scope_missing',
  'not_licensed',
  'not_permitted',
  'not_activated',
  'unreachable',
  'not_enabled',
] as const;

/** What a test says about one source. */
export type Verdict = (typeof verdicts)[number];

/** One source as the test found it. */
export interface SourceVerdict {
  id: string;
  title: string;
  verdict: Verdict;
  /** Scopes to grant; any one of each alternative is enough. */
  missingScopes: ScopeAlternatives[];
  /** What to do next. */
  nextStep: string;
}

/** A daily budget of the vendor. */
export interface BudgetLeft {
  id: string;
  callsPerDay: number;
  /** Calls of this installation today; other apps of the account are not among them. */
  ourCallsToday: number;
  /** Calls left for everybody, where the vendor told. */
  left?: number;
}

/** The test of a connection. `degraded`: something is missing, what passes can be used. */
export interface ConnectionTest {
  status: 'ok' | 'degraded' | 'failed';
  checkedAt: number;
  account: { id?: string; region?: string; apiUrl?: string };
  /** Our clock minus the vendor's, in seconds; undefined: the vendor did not tell. */
  clockSkewSeconds?: number;
  budgets: BudgetLeft[];
  nextStep: string;
  sources: SourceVerdict[];
}

/** Tokens live an hour and page tokens a quarter: a clock this wrong is worth a word. */
const toleratedSkewSeconds = 60;
const verdictOf: Partial<Record<Outcome, Verdict>> = {
  scope_missing: 'scope_missing',
  not_licensed: 'not_licensed',
  not_permitted: 'not_permitted',
  withheld: 'not_permitted',
};

/** What a failure of the vendor means for a source. Throws what is not the vendor's. */
export function explain(error: unknown): { verdict: Verdict; nextStep: string } {
  if (error instanceof ReconnectNeeded)
    return {
      verdict: 'not_activated',
      nextStep: 'Connect the account: make a link and let an admin consent.',
    };
  if (error instanceof PauseUntil)
    return {
      verdict: 'unreachable',
      nextStep: `A daily limit is used up. Test again after ${toIso(error.until)}.`,
    };
  if (error instanceof TokenRefused)
    return {
      verdict: error.why === 'not_activated' ? 'not_activated' : 'unreachable',
      nextStep: error.remedy,
    };
  if (error instanceof Refusal)
    return { verdict: verdictOf[error.outcome] ?? 'unreachable', nextStep: error.remedy };
  throw error;
}

/** The one sentence that sums a test up. */
export function nextStepOf(
  status: ConnectionTest['status'],
  sources: readonly SourceVerdict[],
  skew: number | undefined,
): string {
  const clock =
    skew !== undefined && Math.abs(skew) > toleratedSkewSeconds
      ? ` The clock of this machine is ${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}: set it right.`
      : '';
  const bad = sources.filter(({ verdict }) => verdict !== 'ready' && verdict !== 'not_licensed');
  if (status === 'ok') return `Nothing: the connection can be used.${clock}`;
  const first = bad[0]?.nextStep ?? 'No source of this connection holds data: check the licences.';
  const usable = status === 'degraded' ? ' What is ready can be used meanwhile.' : '';
  return `${first}${bad.length > 1 ? ` (${bad.length} sources need something.)` : ''}${usable}${clock}`;
}
