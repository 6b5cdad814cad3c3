import type { RateLimit, ScopeAlternatives, Source } from './source.js';

/** What a source makes a call for; `lookup`: its records are made of the answer that found the subject. */
export type OperationUse = 'list' | 'fallback' | 'lookup' | 'detail' | 'reread' | 'file';

/** One call a source can make, with everything that is decided by it. */
export interface SourceOperation {
  use: OperationUse;
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
  const { endpoint, scopes, rateLimit, pageSize, fallback, detail, reread, attachments = [] } = source;
  const own = { endpoint, scopes, rateLimit, pageSize };
  const called = (use: OperationUse, call: Pick<SourceOperation, 'endpoint' | 'scopes' | 'rateLimit'>) => ({
    use,
    endpoint: call.endpoint,
    scopes: call.scopes,
    rateLimit: call.rateLimit,
  });
  return [
    { use: source.collect ? 'lookup' : 'list', ...own },
    ...(fallback ? [{ ...own, use: 'fallback' as const, endpoint: fallback.endpoint }] : []),
    ...(detail ? [called('detail', detail)] : []),
    ...(reread ? [called('reread', reread)] : []),
    ...attachments.map((rule) => ({
      use: 'file' as const,
      scopes: rule.scopes ?? scopes,
      rateLimit: rule.rateLimit,
    })),
  ];
}

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
