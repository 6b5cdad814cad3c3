import type { Source } from './source.js';

/** Sources whose records a source is asked for. */
export const parentsOf = (source: Source): string[] => (source.forEach ?? []).map((each) => each.source);

/** Sources whose records must be whole before a source is asked. */
export const readBefore = (source: Source): string[] => [
  ...new Set([...parentsOf(source), ...(source.heldAgainst ? [source.heldAgainst.source] : [])]),
];

/** Sources for which a source waits: those read before it, and those that say whether it is worth asking or licensed. */
export function needsOf(source: Source): string[] {
  if (!source.asks) return [];
  const { worthAsking, licence = [] } = source;
  const flags = [
    ...(worthAsking ? [worthAsking.source, worthAsking.witness] : []),
    ...licence.map((one) => one.source),
  ];
  return [...new Set([...readBefore(source), ...flags])];
}

/** Every source for which the records of one are read before, directly or not. */
export function descendantsOf(sources: readonly Source[], id: string): Source[] {
  const found = new Set<Source>();
  const follow = (parent: string) => {
    for (const source of sources)
      if (!found.has(source) && readBefore(source).includes(parent)) {
        found.add(source);
        follow(source.id);
      }
  };
  follow(id);
  return sources.filter((source) => found.has(source));
}

/** Names of sources with those of which they need the records. */
export function withParents(sources: readonly Source[], ids: readonly string[]): string[] {
  const wanted = new Set(ids);
  for (const id of wanted)
    for (const parent of sources.filter((one) => one.id === id).flatMap(readBefore)) wanted.add(parent);
  return [...wanted];
}

/** Checks all sources of a connector together. Throws a sentence that names the source and the mistake. */
export function checkSources(sources: readonly Source[]): void {
  const known = new Map(sources.map((source) => [source.id, source]));
  const wrong = (source: Source, what: string): never => {
    throw new TypeError(`Source "${source.id}": ${what}`);
  };
  for (const source of sources) {
    if (known.get(source.id) !== source) wrong(source, 'its id is taken by another source');
    for (const group of source.groups ?? [])
      // Whoever names it means the source of that id too.
      if (
        !/^[a-z]+(-[a-z]+)*$/.test(group) ||
        (known.has(group) && !known.get(group)?.groups?.includes(group))
      )
        wrong(source, `"${group}" cannot be the name of a group`);
    const named = [...needsOf(source), ...(source.references ?? []).map((rule) => rule.source)];
    for (const id of named) if (!known.has(id)) wrong(source, `there is no source "${id}"`);
    for (const need of needsOf(source))
      if (reaches(known, need, source.id)) wrong(source, `it waits for "${need}", which waits for it`);
  }
}

function reaches(known: ReadonlyMap<string, Source>, from: string, to: string): boolean {
  const passed = new Set<string>();
  const follow = (id: string): boolean => {
    if (id === to) return true;
    if (passed.has(id)) return false;
    passed.add(id);
    const source = known.get(id);
    return source ? needsOf(source).some(follow) : false;
  };
  return follow(from);
}
