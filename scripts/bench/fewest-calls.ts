import { zoom } from '../../connectors/zoom/index.js';
import type { Source } from '../../src/contract/index.js';

const largestPage = 300;
const dayMs = 86_400_000;

/** A list that was asked window by window. */
interface AskedList {
  firstDay: number;
  lastDay: number;
  /** Pages beyond the first of each window. */
  furtherPages: number;
  maxDays: number;
}

/**
 * The fewest calls that bring what was asked: one for each list, record or detail, by its address and query, and as many
 * more as its records fill largest pages. A list with windows needs as many as fit the days it was asked for, each of
 * the longest span its source declares, however it was cut.
 */
export function fewestCalls(
  records: Record<string, number>,
  sources: readonly Source[] = zoom.sources,
): number {
  let calls = 0;
  const windowed = new Map<string, AskedList>();
  for (const [address, count] of Object.entries(records)) {
    const pages = Math.max(1, Math.ceil(count / largestPage));
    const [pathname = '', query = ''] = address.split('?');
    const parameters = new URLSearchParams(query);
    const [from, to] = ['from', 'to'].map((name) => Date.parse(parameters.get(name) ?? ''));
    const maxDays = sources.flatMap(({ asks = [] }) => asks).find(({ endpoint }) => isAt(endpoint, pathname))
      ?.window?.maxDays;
    if (maxDays === undefined || !Number.isFinite(from) || !Number.isFinite(to)) {
      calls += pages;
      continue;
    }
    for (const name of ['from', 'to']) parameters.delete(name);
    const key = `${pathname}?${parameters.toString()}`;
    const known = windowed.get(key) ?? { firstDay: Infinity, lastDay: -Infinity, furtherPages: 0, maxDays };
    windowed.set(key, {
      maxDays,
      firstDay: Math.min(known.firstDay, Number(from) / dayMs),
      lastDay: Math.max(known.lastDay, Number(to) / dayMs),
      furtherPages: known.furtherPages + pages - 1,
    });
  }
  for (const { firstDay, lastDay, furtherPages, maxDays } of windowed.values())
    calls += Math.ceil((lastDay - firstDay) / maxDays) + furtherPages;
  return calls;
}

const isAt = (endpoint: string, pathname: string) =>
  new RegExp(`^/v2${endpoint.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
