import type { ShownRequest } from '../api/show-request.js';
import type { Outcome } from '../contract/index.js';

type Verdict = Outcome | 'waiting' | 'running' | 'done';

/** How the sources of each group ended, or how far they are. */
export interface ByGroup {
  columns: Verdict[];
  rows: { group: string; counts: Partial<Record<Verdict, number>>; records: number }[];
}

const order: readonly Verdict[] = [
  ...(['complete', 'empty', 'partial', 'scope_missing', 'not_permitted', 'withheld', 'failed'] as const),
  ...(['not_licensed', 'out_of_reach', 'not_requested', 'running', 'waiting', 'done'] as const),
];

/** Counts sources by the groups they are in; a source in several counts in each. */
export function byGroup(
  sources: ShownRequest['sources'],
  groupsOf: (sourceId: string) => readonly string[],
): ByGroup {
  const rows = new Map<string, ByGroup['rows'][number]>();
  const seen = new Set<Verdict>();
  for (const source of sources) {
    const verdict = source.outcome ?? source.state;
    seen.add(verdict);
    for (const group of groupsOf(source.id)) {
      const row = rows.get(group) ?? { group, counts: {}, records: 0 };
      rows.set(group, row);
      row.counts[verdict] = (row.counts[verdict] ?? 0) + 1;
      row.records += source.records;
    }
  }
  return { columns: order.filter((verdict) => seen.has(verdict)), rows: [...rows.values()] };
}
