import type { Clock } from '../clock.js';
import type {
  AskedSource,
  Connector,
  Given,
  ScopeAlternatives,
  Subject,
  VendorRecord,
} from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import type { Upstream } from '../upstream/client.js';
import type { Lanes } from './lanes.js';
import type { Leases } from './leases.js';
import type { Milestones } from './milestones.js';
import type { Period } from '../model/period.js';
import type { Progress } from './progress.js';
import type { Spool } from '../spool/spool.js';

/** What the collection of one request works with. */
export interface Collection {
  requestId: string;
  subject: Subject;
  /** The vendor's id of the connected account, where it is known. */
  accountId?: string;
  connector: Connector;
  upstream: Upstream;
  /** Whether a scope of these is granted; true where the vendor did not say. */
  grants(scopes: ScopeAlternatives): boolean;
  period: Period;
  media: boolean;
  /** False: files that are moving pictures are left out. */
  video?: boolean;
  /** Whether records that name other people only are kept. */
  keepsOthers: boolean;
  steps: StepStore;
  spool: Spool;
  lanes: Lanes;
  leases: Leases;
  progress: Progress;
  milestones: Milestones;
  /** By which of the subject's names a source answered, by source. */
  answeredBy: Map<string, number>;
  /** What the records are called that a source is held against, by source. */
  held: Map<string, ReadonlySet<string>>;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Path values by which a source is asked for the subject, one after the other while the vendor does not know the
 * person: the vendor's id, then every address known. A source that is asked by id alone gets the e-mail of a person
 * who has no id.
 */
export function subjectValues(
  { subject, connector }: Pick<Collection, 'subject' | 'connector'>,
  { subjectNames = connector.conventions.subjectNames }: AskedSource,
): readonly Record<string, string>[] {
  const { id, email, addresses = [email] } = subject;
  const names = { id: id === undefined ? [] : [id], address: addresses };
  const values = subjectNames.flatMap((name) => names[name]);
  return (values.length > 0 ? values : [email]).map((value) => ({ subject: value }));
}

/** What a call is made of: the subject, the account, and the record it is made for. */
export const givenOf = (
  { subject, accountId }: Pick<Collection, 'subject' | 'accountId'>,
  parent?: VendorRecord,
): Given => ({ subject, accountId, parent });
