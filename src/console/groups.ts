import type { Connector } from '../contract/index.js';

/** Tells the groups of a source; one that no installed connector declares is in none of them. */
export function groupsIn(connectors: readonly Connector[]): (sourceId: string) => readonly string[] {
  const byId = new Map(connectors.flatMap(({ sources }) => sources.map((source) => [source.id, source])));
  return (id) => [byId.get(id)?.category ?? '–'];
}
