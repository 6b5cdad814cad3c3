import { sourceOf, type Connector, type Reason } from '../contract/index.js';
import type { ParentName } from '../model/parent-record.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { listedRecords } from '../spool/settled-records.js';
import type { SourceRun } from '../model/source-run.js';
import type { ReadNeeds } from '../spool/settle.js';

/** A record of another place in the report. */
export interface NamedParent {
  source: string;
  title: string;
  /** Its line there, counted from 1; null: it is not in the report. */
  record: number | null;
  /** Null: other people are not named, and an identity could name one. */
  id: string | null;
}

/** What became of the records of other places for which a place was asked. */
export interface ParentsInReport {
  counts: NonNullable<SourceOutcome['parents']>;
  missing: { parent: NamedParent; reason: Reason }[];
  beyondReach: { parent: NamedParent; at: string | null }[];
}

/** What is needed to find a record. */
type ParentFacts = Pick<ReadNeeds, 'spool' | 'steps'> & {
  connector: Connector;
  runs: readonly SourceRun[];
  thirdParties?: 'keep' | 'pseudonymise';
};

/** Names those records as a reader finds them. Undefined: the place was asked as a whole. */
export async function nameParents(
  facts: ParentFacts,
  { parents, missing = [], beyondReach = [] }: SourceOutcome,
): Promise<ParentsInReport | undefined> {
  if (!parents) return undefined;
  const wanted = [...missing, ...beyondReach].map(({ parent }) => parent);
  const lines = await findLines(facts, wanted);
  const name = ({ source, id }: ParentName): NamedParent => ({
    ...{ source, title: sourceOf(facts.connector, source).title },
    record: lines.get(`${source}|${id}`) ?? null,
    id: facts.thirdParties === 'pseudonymise' ? null : id,
  });
  return {
    counts: parents,
    missing: missing.map(({ parent, reason }) => ({ parent: name(parent), reason })),
    beyondReach: beyondReach.map(({ parent, at }) => ({ parent: name(parent), at: at ?? null })),
  };
}

/** Lines of records in the report, by place and identity with a bar between them. */
export async function findLines(
  facts: Omit<ParentFacts, 'connector'>,
  wanted: readonly ParentName[],
): Promise<Map<string, number>> {
  const names = new Set(wanted.map(({ source, id }) => `${source}|${id}`));
  const lines = new Map<string, number>();
  for (const source of new Set(wanted.map((parent) => parent.source))) {
    const run = facts.runs.find(({ sourceId }) => sourceId === source);
    if (!run) continue;
    for await (const { id, n } of listedRecords(facts, run))
      if (names.has(`${source}|${id}`)) lines.set(`${source}|${id}`, n);
  }
  return lines;
}
