import type { Outcome, Reason } from '../contract/index.js';
import type { ReportSource } from './facts.js';

/** How a place stands to what it was asked; together they are all places a report names. */
export const standings = ['answered', 'refused', 'no_answer', 'not_asked'] as const;

/** How a place stands to what it was asked. */
export type Standing = (typeof standings)[number];

/** How many places stand how. */
export type StandingCounts = Readonly<Record<Standing, number>>;

/** What an outcome says, where a call was made. */
const ofOutcome: Readonly<Record<Outcome, Standing>> = {
  complete: 'answered',
  empty: 'answered',
  partial: 'answered',
  not_licensed: 'refused',
  scope_missing: 'refused',
  not_permitted: 'refused',
  withheld: 'refused',
  out_of_reach: 'refused',
  failed: 'no_answer',
  not_requested: 'not_asked',
};

/** Failures that are an answer all the same: the vendor said no. */
const ofReason: Readonly<Partial<Record<Reason, Standing>>> = {
  credentials_refused: 'refused',
  request_refused: 'refused',
  not_permitted: 'refused',
  subject_refused: 'refused',
  contradiction: 'refused',
  unnamed: 'refused',
};

/** How a place stands. One that is left out of what it knew before any call was not asked, whatever its outcome. */
export function standingOf({ outcome: { outcome, reason, calls } }: Pick<ReportSource, 'outcome'>): Standing {
  const standing = ofOutcome[outcome];
  if (standing === 'answered') return standing;
  if (calls === 0) return 'not_asked';
  return ofReason[reason as Reason] ?? standing;
}

/** Whether a reason is the vendor's no, or that no answer came. */
export const standingOfReason = (reason: Reason): Standing =>
  ['scope_missing', 'not_licensed', 'not_found'].includes(reason)
    ? 'refused'
    : (ofReason[reason] ?? 'no_answer');

/** Counts places by how they stand. */
export function countStandings(sources: readonly Pick<ReportSource, 'outcome'>[]): StandingCounts {
  const counts = { answered: 0, refused: 0, no_answer: 0, not_asked: 0 };
  for (const source of sources) counts[standingOf(source)] += 1;
  return counts;
}

/** Whether the person is told why a place gave nothing: it was refused, or left out for a reason of its own. */
export const isHeldBack = (source: ReportSource) =>
  standingOf(source) !== 'answered' && source.outcome.outcome !== 'not_requested';
