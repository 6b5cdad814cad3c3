import type { Clock } from '../clock.js';
import { planRequest, type PlanNeeds } from '../collect/plan.js';
import { reopen } from '../collect/reopen.js';
import { askedAbout, isProvenAbsent, withoutUser } from './asked-about.js';
import { periodOf } from './period-of.js';
import { credentialsOf, type Connection } from '../connections/connection.js';
import { isGranted, type OpenConnection } from '../connections/open-connection.js';
import {
  canAsk,
  gapOutcomes,
  sourcesDue,
  sourcesMeant,
  withParents,
  type ScopeAlternatives,
  type Source,
  type SubjectLookup,
} from '../contract/index.js';
import type { AccessRequest } from '../model/access-request.js';
import type { Missing } from '../model/missing.js';
import type { Store, Transaction } from '../storage/store.js';

/** What planning a request needs. */
export interface PlanRequestNeeds {
  store: Store;
  open: OpenConnection;
  clock: Clock;
}

/**
 * Plans once; a request that goes on keeps its windows, and a retried one reopens what is missing. Without a
 * user only lists about everybody are asked.
 */
export async function planOrReopen(
  needs: PlanRequestNeeds,
  id: string,
  lookup: SubjectLookup,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock } = needs;
  const request = await store.requests.find(id);
  const isPlanned = (await store.steps.runs(id)).length > 0;
  if (!request || (isPlanned && !request.reopens)) return;
  const plan = await planNeedsOf(needs, request, lookup, signal);
  await store.transaction(async (tx) => {
    if (isPlanned) await reopen(tx.steps, plan, gapsOf(request) ?? (await plannedIn(tx, id)));
    else {
      const { runs, steps: first } = planRequest(plan);
      await tx.steps.plan(runs, first);
    }
    if (request.reopens) await tx.requests.change(id, { reopens: false }, clock.now());
  });
}

const plannedIn = async (tx: Transaction, id: string) =>
  (await tx.steps.runs(id)).map(({ sourceId }) => sourceId);

/** Ids of the sources that had a gap in the last version; undefined: there was none. */
export const gapsOf = ({ outcomes }: AccessRequest) =>
  outcomes?.filter(({ outcome }) => gapOutcomes.has(outcome)).map(({ id }) => id);

/** What planning is made of: the order, the connection as it is now, and what the lookup told. */
export async function planNeedsOf(
  { open, clock }: Pick<PlanRequestNeeds, 'open' | 'clock'>,
  request: Pick<AccessRequest, 'id' | 'email' | 'from' | 'to' | 'timeZone' | 'sources'>,
  lookup: SubjectLookup,
  signal: AbortSignal,
): Promise<PlanNeeds> {
  const { upstream, connector, connection } = open;
  const { scopes } = await upstream.tokens.current(signal);
  const grants = (needed: ScopeAlternatives) => isGranted(scopes, needed);
  const { sources: declared } = connector;
  const names = request.sources ?? connection.sources;
  const due = names && sourcesDue(declared, names);
  // What may not be asked anyway needs no parents.
  const isAble = (source: Source) => due?.includes(source.id) === true || canAsk(source, grants);
  const meant = request.sources && sourcesMeant(declared, request.sources);
  const asked = declared.filter((source) => meant?.includes(source.id) && isAble(source));
  const parents = withParents(
    declared,
    asked.map(({ id }) => id),
  );
  const wanted = enabledOf(
    meant && [...meant, ...parents],
    connection.sources && sourcesMeant(declared, connection.sources),
  );
  return {
    requestId: request.id,
    connector,
    period: periodOf(request, lookup),
    sources: isProvenAbsent(lookup) ? withoutUser(connector, wanted, grants) : wanted,
    due,
    leftOutFor: isOutside(lookup, connection) ? 'outside_groups' : undefined,
    subject: askedAbout(lookup, request.email),
    accountId: (await credentialsOf(connection)).accountId,
    refusal: refusalOf(lookup),
    missing: notSearchedOf(lookup),
    grants,
    now: clock.now(),
  };
}

/** What could not be searched for the person. */
export const notSearchedOf = ({ notSearched }: SubjectLookup): Missing[] =>
  notSearched.map(({ reason, remedy }) => ({ reason, remedy, count: 1 }));

/**
 * Whether the person is in none of the groups that may be asked about. A group that is not named is none of theirs, and
 * who is no user at all is in none.
 */
const isOutside = (lookup: SubjectLookup, { subjectGroups }: Connection) =>
  subjectGroups !== undefined &&
  (lookup.end === 'found'
    ? !lookup.subject.groups?.some((group) => subjectGroups.includes(group))
    : isProvenAbsent(lookup));

/** Nobody was found, but somebody may be there: that no source can be asked is a gap of each. */
function refusalOf({ end, notSearched }: SubjectLookup): PlanNeeds['refusal'] {
  if (end === 'found' || notSearched.length === 0) return undefined;
  const remedy = [...new Set(notSearched.map((place) => place.remedy))].join(' ');
  return { outcome: 'failed', reason: 'lookup_incomplete', remedy };
}

/** Of the wanted sources those that are switched on for the connection; undefined: all. */
function enabledOf(wanted?: readonly string[], enabled?: readonly string[]): readonly string[] | undefined {
  return wanted && enabled ? wanted.filter((id) => enabled.includes(id)) : (wanted ?? enabled);
}
