import type { ReportFacts, ReportSource } from '../facts.js';
import { findLines } from '../name-parents.js';
import type { ParentSpan } from '../parent-spans.js';
import { pageName, recordsOf, rowsPerPage } from './page-names.js';

/** Records of another place that belong to a record, or the record that one belongs to. */
export interface Related {
  title: string;
  /** How many they are; absent: it is the one that this record belongs to. */
  count?: number;
  /** Where the first one stands. */
  page: string;
  line: number;
}

/** Which records belong to which, so that a reader gets from a meeting to its participants and back. */
export class Relations {
  /** By place and line. */
  private readonly below = new Map<string, Related[]>();
  /** By place, in the order of the lines. */
  private readonly spans = new Map<string, readonly (ParentSpan & { line?: number })[]>();
  private readonly titles = new Map<string, string>();

  static async of(facts: ReportFacts, sources: readonly ReportSource[]): Promise<Relations> {
    const relations = new Relations();
    const shown = sources.filter((source) => recordsOf(source) > 0);
    const lines = await findLines(
      facts,
      shown.flatMap(({ spans = [] }) => spans),
    );
    const isShown = new Set(shown.map(({ id }) => id));
    for (const { id, title, spans = [] } of shown) {
      relations.titles.set(id, title);
      const placed = spans.map((span) => ({
        ...span,
        line: isShown.has(span.source) ? lines.get(`${span.source}|${span.id}`) : undefined,
      }));
      relations.spans.set(id, placed);
      for (const span of placed) relations.add(id, title, span);
    }
    return relations;
  }

  /** Everything that belongs to a record, and what it belongs to. */
  of(source: string, line: number): Related[] {
    const parent = this.parentOf(source, line);
    return [...(parent ? [parent] : []), ...(this.below.get(`${source}|${line}`) ?? [])];
  }

  private add(
    id: string,
    title: string,
    { source, line, first, last }: ParentSpan & { line?: number },
  ): void {
    if (line === undefined) return;
    const key = `${source}|${line}`;
    const known = this.below.get(key) ?? [];
    const same = known.find((one) => one.title === title);
    const count = last - first + 1;
    if (same) same.count = (same.count ?? 0) + count;
    else known.push({ title, count, ...placeOf(id, first) });
    this.below.set(key, known);
  }

  private parentOf(source: string, line: number): Related | undefined {
    const spans = this.spans.get(source) ?? [];
    let [low, high] = [0, spans.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const span = spans[middle];
      if (!span) return undefined;
      if (line < span.first) high = middle - 1;
      else if (line > span.last) low = middle + 1;
      else {
        const title = this.titles.get(span.source);
        if (span.line === undefined || title === undefined) return undefined;
        return { title, ...placeOf(span.source, span.line) };
      }
    }
    return undefined;
  }
}

const placeOf = (source: string, line: number) => ({
  page: `../${pageName(source, Math.ceil(line / rowsPerPage))}#r${line}`,
  line,
});
