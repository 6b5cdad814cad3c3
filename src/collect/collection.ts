import type { Clock } from '../clock.js';
import type { Connector, ScopeAlternatives, Source, Subject } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import type { Upstream } from '../upstream/client.js';
import type { Lanes } from './lanes.js';
import type { Leases } from './leases.js';
import type { Milestones } from './milestones.js';
import type { Period } from './period.js';
import type { Progress } from './progress.js';
import type { Spool } from './spool.js';

/** What the collection of one request works with. */
export interface Collection {
  requestId: string;
  subject: Subject;
  connector: Connector;
  upstream: Upstream;
  /** Whether a scope of these is granted; true where the vendor did not say. */
  grants(scopes: ScopeAlternatives): boolean;
  period: Period;
  media: boolean;
  steps: StepStore;
  spool: Spool;
  lanes: Lanes;
  leases: Leases;
  progress: Progress;
  milestones: Milestones;
  clock: Clock;
  signal: AbortSignal;
}

/** Path values every call of a subject can use: the vendor's id or, lacking one, the e-mail. */
export function subjectValues({ subject }: Collection): Record<string, string> {
  return { subject: subject.id ?? subject.email };
}

/** A source by its id. Throws RangeError when there is none. */
export function sourceOf(connector: Connector, id: string): Source {
  const source = connector.sources.find((candidate) => candidate.id === id);
  if (!source) throw new RangeError(`There is no source "${id}".`);
  return source;
}
