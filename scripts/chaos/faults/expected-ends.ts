import type { CallKind } from './call-kinds.js';
import type { Persistence, UpstreamFault } from './upstream-faults.js';

/** What a request may come to. */
export type End =
  /** Everything is in the report, and nothing is said to be missing. */
  | 'whole'
  /** The sources concerned say that something is missing; all others are whole. */
  | 'gap'
  /** As `gap`, but any source may say so: without a token nothing can be read any more. */
  | 'gaps'
  /** Nobody could look: no report, and a problem with a sentence. */
  | 'failed'
  /** It waits, and says until when. */
  | 'paused'
  /** Nobody was found, and the places that could not be searched are named. */
  | 'unsearched';

/**
 * What a cell of the matrix may end with. It follows from the kind of fault and of call alone: what passes must
 * leave no trace, what stays must be told, and who cannot be looked up has no report.
 */
export function expectedEnds(fault: UpstreamFault, kind: CallKind, persistence: Persistence): readonly End[] {
  const isLookup = kind.purpose === 'token' || kind.purpose === 'lookup';
  // An outage at the door is waited out.
  const lost: End[] = isLookup ? ['failed', 'paused'] : ['gap'];
  // The lists of users are further witnesses: who is not found there may be there, and what was not searched is told.
  if (kind.id === 'users by state') lost.push('unsearched');
  if (fault.id === '401 revoked') return isLookup ? ['failed', 'paused'] : ['gaps'];
  // The address that is known already may still bring the file.
  if (kind.purpose === 'reread') lost.push('whole');
  switch (fault.nature) {
    case 'passing':
      // This list pages by number as well, so it can be read without its tokens.
      if (fault.id.startsWith('page token') && kind.id === 'webinars') return [...lost, 'whole'];
      // That tokens are ignored is seen by a second page that is the first: when rows move just then, it is told.
      if (fault.id === 'rows moved between pages' && kind.id === 'webinars') return [...lost, 'whole'];
      return persistence === 'always' ? lost : ['whole'];
    case 'token':
      if (kind.purpose === 'token') return ['failed', 'paused'];
      if (persistence === 'once') return ['whole'];
      return persistence === 'always' ? lost : [...lost, 'whole'];
    case 'final':
      return persistence === 'always' ? lost : [...lost, 'whole'];
    case 'daily':
      // The token endpoint has no daily limit: whatever it says, it is asked again.
      if (kind.purpose === 'token') return persistence === 'always' ? ['failed', 'paused'] : ['whole'];
      return persistence === 'always' ? ['paused'] : ['whole'];
  }
}
