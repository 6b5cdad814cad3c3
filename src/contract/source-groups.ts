import type { Source } from './source.js';

/** The group that every connection is expected to be able to read: what it lacks of it is a gap, whoever asked. */
export const coreGroup = 'core';

/** Stands for every source there is where sources are named. */
export const everySource = 'all';

/** Whether the lack of a scope is a gap although nobody named the source. */
export const isExpected = ({ groups }: Source): boolean => groups?.includes(coreGroup) ?? true;

/** The names by which several of these sources are asked for together, in their order. */
export const groupsOf = (sources: readonly Source[]): string[] => [
  ...new Set([coreGroup, ...sources.flatMap(({ groups }) => groups ?? [])]),
];

/** Ids of the sources that are meant by names of groups, ids, or `all`; each once, in their order. */
export function sourcesMeant(sources: readonly Source[], names: readonly string[]): string[] {
  const isMeant = (source: Source) =>
    names.includes(everySource) ||
    names.includes(source.id) ||
    (names.includes(coreGroup) && isExpected(source)) ||
    (source.groups?.some((group) => names.includes(group)) ?? false);
  return sources.filter(isMeant).map(({ id }) => id);
}

/**
 * Ids of the sources among those meant whose lack of a scope is a gap: they are expected, or asked for by name. A group
 * that has the name of a source names that one alone; of its others what the scopes allow is meant.
 */
export function sourcesDue(sources: readonly Source[], names: readonly string[]): string[] {
  const ids = new Set(sources.map(({ id }) => id));
  const meant = new Set(sourcesMeant(sources, names));
  const isNamed = ({ id, groups = [] }: Source) =>
    names.includes(everySource) ||
    names.includes(id) ||
    groups.some((group) => names.includes(group) && !ids.has(group));
  return sources
    .filter((source) => meant.has(source.id) && (isExpected(source) || isNamed(source)))
    .map(({ id }) => id);
}
