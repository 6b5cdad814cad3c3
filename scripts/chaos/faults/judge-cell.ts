import { gapOutcomes } from '../../../src/contract/index.js';
import type { AccessRequest } from '../../../src/model/access-request.js';
import type { CallKind } from './call-kinds.js';
import type { End } from './expected-ends.js';
import type { ReportAccount, SourceAccount } from './read-account.js';

/** What a request came to. */
export interface Reached {
  request: AccessRequest;
  account?: ReportAccount;
}

const isGap = ({ outcome }: SourceAccount) => gapOutcomes.has(outcome as never);

/** Why a request did not come to one of the ends it may come to; undefined: it did. */
export function judgeCell(
  { request, account }: Reached,
  whole: ReportAccount,
  kind: CallKind,
  ends: readonly End[],
): string | undefined {
  const { status, problem } = request;
  if (!account) {
    if (status === 'paused' && ends.includes('paused') && (request.resumeAt ?? problem) !== undefined) return;
    if (status === 'failed' && ends.includes('failed') && (problem?.detail.length ?? 0) > 20)
      return problem?.code === 'internal_error' ? 'failed with an internal error' : undefined;
    return `${status} ${problem?.code ?? ''}`;
  }
  if (account.status === 'no_match') return 'nobody found';
  const told = judgeReport(account, whole);
  if (told !== undefined) return told;
  if (account.notSearched > 0) return ends.includes('unsearched') ? undefined : 'not searched everywhere';
  const gaps = [...account.sources].filter(([, source]) => isGap(source)).map(([id]) => id);
  if (gaps.length === 0) return ends.includes('whole') ? undefined : 'whole, although it cannot be';
  if (ends.includes('gaps')) return undefined;
  if (!ends.includes('gap')) return `a gap in ${gaps.join()}, although nothing need be missing`;
  const others = gaps.filter((id) => !kind.sources.includes(id));
  return others.length === 0 ? undefined : `a gap in ${others.join()}, which the fault did not meet`;
}

/** The rule of every report: what says that it is whole is whole, and nothing is there that must not be. */
export function judgeReport(account: ReportAccount, whole: ReportAccount): string | undefined {
  let hasGap = false;
  for (const [id, wanted] of whole.sources) {
    const source = account.sources.get(id);
    if (!source) return `${id} is not in the manifest`;
    if (isGap(source)) {
      hasGap = true;
      if (missingIn(wanted.names, source.names) > 0) return `${id} has records of nobody`;
      continue;
    }
    if (source.outcome !== wanted.outcome) return `${id} says ${source.outcome}`;
    const lost = missingIn(source.records, wanted.records);
    const strange = missingIn(wanted.records, source.records);
    if (lost + strange > 0) return `${id} says ${source.outcome}: ${lost} records lost, ${strange} strange`;
    if (source.files.join() !== wanted.files.join())
      return `${id} says ${source.outcome}: ${wanted.files.length} files wanted, ${source.files.length} found`;
  }
  const status = hasGap ? 'completed_with_gaps' : 'completed';
  return account.status === status ? undefined : `the report says ${account.status}`;
}

const missingIn = (known: ReadonlySet<string>, asked: ReadonlySet<string>) =>
  [...asked].filter((one) => !known.has(one)).length;
