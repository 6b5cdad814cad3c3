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
  'not_proved',
  'granted',
  'not_granted',
  'not_enabled',
] as const;

/** What a test says about one source. */
export type Verdict = (typeof verdicts)[number];

/** What a verdict amounts to: only an answer proves that a source can be read, and only a refusal that it cannot. */
export const proofs = ['proved', 'refused', 'not_proved', 'not_asked'] as const;

/** What a verdict amounts to. */
export const proofOf: Readonly<Record<Verdict, (typeof proofs)[number]>> = {
  ready: 'proved',
  scope_missing: 'refused',
  not_licensed: 'refused',
  not_permitted: 'refused',
  not_activated: 'refused',
  unreachable: 'not_proved',
  not_proved: 'not_proved',
  granted: 'not_proved',
  not_granted: 'not_asked',
  not_enabled: 'not_asked',
};

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

/** The test of a connection. `ok`: everything is proved. `degraded`: something is not; what is can be used. */
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

/** What was answered, but with nothing that proves anything, is not out of reach. */
const verdictOfReason = ({ reason }: Refusal): Verdict =>
  reason === 'not_found' || reason === 'request_refused' ? 'not_proved' : 'unreachable';

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
    return { verdict: verdictOf[error.outcome] ?? verdictOfReason(error), nextStep: error.remedy };
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
  if (status === 'ok') return `Nothing: the connection can be used.${clock}`;
  // What somebody refuses is more urgent than what could not be tried.
  const bad = (['refused', 'not_proved'] as const).flatMap((proof) =>
    sources.filter(({ verdict }) => proofOf[verdict] === proof),
  );
  const unlicensed = bad.length > 0 && bad.every(({ verdict }) => verdict === 'not_licensed');
  const first =
    status === 'failed' && unlicensed
      ? 'No source of this connection holds data: check the licences.'
      : (bad[0]?.nextStep ?? '');
  const usable = status === 'degraded' ? ' What is ready can be used meanwhile.' : '';
  return `${first}${bad.length > 1 ? ` (${bad.length} sources need something.)` : ''}${usable}${clock}`;
}
