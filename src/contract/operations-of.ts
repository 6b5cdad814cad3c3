import type { Endpoint, Operation, RateLimit, ScopeAlternatives } from './operation.js';
import type { Source } from './source.js';

/**
 * What a source makes a call for. `stand-in`: a further operation for the same records. `lookup`: its records are made
 * of the answer that found the subject.
 */
export type OperationUse = 'list' | 'stand-in' | 'lookup' | 'detail' | 'reread' | 'file';

/** One call a source can make, with everything that is decided by it. */
export interface SourceOperation {
  use: OperationUse;
  /** Which of the details, or of the attachment rules. */
  id?: string;
  /** Path template; absent: the address stands in a record. */
  endpoint?: string;
  scopes: ScopeAlternatives;
  /** Absent: an unlabelled media download. */
  rateLimit?: RateLimit;
  /** Largest page; absent: one answer. */
  pageSize?: number;
}

/** Every call a source can make, its own first: the one list that scopes, pace, forecast, plan and tables are read from. */
export function operationsOf(source: Source): readonly [SourceOperation, ...SourceOperation[]] {
  const { details = [], reread, attachments = [] } = source;
  const [first, ...standIns] = source.asks ?? [source.made.by];
  const files = attachments.map(({ id, endpoint, scopes = first.scopes, rateLimit }) => ({
    ...{ use: 'file' as const, id, endpoint, scopes, rateLimit },
  }));
  return [
    called(source.asks ? 'list' : 'lookup', first),
    ...standIns.map((operation) => called('stand-in', operation)),
    ...details.map((detail) => ({ ...called('detail', detail), id: detail.id })),
    ...(reread ? [called('reread', reread)] : []),
    ...files,
  ];
}

const called = (
  use: OperationUse,
  { endpoint, scopes, rateLimit, pages }: Endpoint & Pick<Operation, 'pages'>,
): SourceOperation => ({ use, endpoint, scopes, rateLimit, pageSize: pages?.size });

/** Whether a source makes calls of a use. */
export const makes = (source: Source, use: OperationUse): boolean =>
  operationsOf(source).some((operation) => operation.use === use);

/** Every limit the calls of a source count under. */
export const limitsOf = (source: Source): RateLimit[] =>
  operationsOf(source).flatMap(({ rateLimit }) => rateLimit ?? []);

/** The scopes of every call a source makes, each alternative once. */
export const scopesOf = (source: Source): ScopeAlternatives[] => [
  ...new Set(operationsOf(source).map(({ scopes }) => scopes)),
];

/** Whether a source can be asked at all: one of the operations that bring its records is granted. */
export const canAsk = (source: Source, isGranted: (scopes: ScopeAlternatives) => boolean): boolean =>
  operationsOf(source).some(
    ({ use, scopes }) => ['list', 'stand-in', 'lookup'].includes(use) && isGranted(scopes),
  );

/** The scopes whose lack leaves something of a source unread: of operations that stand in for each other one is enough. */
export function lackingScopes(
  source: Source,
  isGranted: (scopes: ScopeAlternatives) => boolean,
): ScopeAlternatives[] {
  const isAskable = canAsk(source, isGranted);
  const lacking = operationsOf(source).filter(
    ({ use, scopes }) => !isGranted(scopes) && use !== 'stand-in' && !(use === 'list' && isAskable),
  );
  return [...new Set(lacking.map(({ scopes }) => scopes))];
}
