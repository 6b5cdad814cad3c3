import type { FailureRule, ScopeAlternatives, WindowRule } from '../../../src/contract/index.js';
import { zoomOpened } from './earliest.js';

/** The classic scope of every report of the account; each has a granular one of its own. */
export const reportScopes = (granular: string): ScopeAlternatives => ({
  granular: [granular],
  classic: ['report:read:admin'],
});

/**
 * A report takes "only one month" a call. Of some the document does not say how far back they go: they are asked for
 * everything, and what is refused as too old is out of reach.
 */
export const reportWindow = (dateField: string, lookBackMonths?: number): WindowRule => ({
  ...{ maxDays: 30, earliest: zoomOpened, lookBackMonths, dateField, ifWider: 'not documented' },
});

/** Words by which a date is refused for its age, and not for the form of the call. */
export const tooOld: readonly FailureRule[] = [
  {
    code: [200, 300, 301],
    message:
      /\b(?:last|past|previous|within|earlier than|older than|before)\b[^.]*\b(?:months?|year)\b|\bmonths? ago\b|\byear ago\b/i,
    then: {
      ...{ do: 'stop', outcome: 'out_of_reach', reason: 'beyond_look_back' },
      remedy: 'Zoom no longer answers for this time.',
    },
  },
];
