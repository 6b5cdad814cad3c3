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
  /** Nobody was found, or only by a list of users, and the places that could not be searched are named. */
  | 'unsearched';

/**
 * What a cell of the matrix may end with. It follows from the kind of fault and of call alone: what passes must
 * leave no trace, what stays must be told, and who cannot be looked up has no report.
 */
export function expectedEnds(fault: UpstreamFault, kind: CallKind, persistence: Persistence): readonly End[] {
  if (kind.purpose === 'token') return tokenEnds(fault, persistence);
  if (kind.purpose === 'lookup') return lookupEnds(fault, persistence);
  // The last look at a young recording comes after everything else: nothing that needs a token may be left by then.
  if (fault.id === '401 revoked') return kind.purpose === 'reread' ? ['gaps', 'whole'] : ['gaps'];
  // The address that is known already may still bring the file.
  const lost: End[] = kind.purpose === 'reread' ? ['gap', 'whole'] : ['gap'];
  switch (fault.nature) {
    case 'passing':
      // This list pages by number as well, so it can be read without its tokens.
      if (fault.id.startsWith('page token') && kind.id === 'webinars') return [...lost, 'whole'];
      // That tokens are ignored is seen by a second page that is the first: when rows move just then, it is told.
      if (fault.id === 'rows moved between pages' && kind.id === 'webinars') return [...lost, 'whole'];
      return persistence === 'always' ? lost : ['whole'];
    case 'token':
      if (persistence === 'once') return ['whole'];
      return persistence === 'always' ? lost : [...lost, 'whole'];
    case 'final':
      return persistence === 'always' ? lost : [...lost, 'whole'];
    case 'daily':
      return persistence === 'always' ? ['paused'] : ['whole'];
  }
}

/** A refusal in the words of the token endpoint ends the request at once; whatever else it says is waited out. */
function tokenEnds({ id, nature }: UpstreamFault, persistence: Persistence): readonly End[] {
  const isRefusal = nature === 'token' || (nature === 'final' && id !== '404');
  if (isRefusal) return ['failed'];
  return persistence === 'always' ? ['paused'] : ['whole'];
}

/** An outage at the door is waited out. A refusal is told: the other witnesses may find the person, or nobody. */
function lookupEnds({ id, nature }: UpstreamFault, persistence: Persistence): readonly End[] {
  if (id === '401 revoked') return ['failed'];
  switch (nature) {
    case 'passing':
    case 'daily':
      return persistence === 'always' ? ['paused'] : ['whole'];
    case 'token':
      return persistence === 'always' ? ['failed'] : ['whole'];
    case 'final':
      return persistence === 'always' ? ['unsearched'] : ['unsearched', 'whole'];
  }
}
