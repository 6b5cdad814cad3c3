import { coreGroup, type Connector } from '../contract/index.js';

/** Tells the groups of a source; one that says none, or that no installed connector declares, is in the core. */
export function groupsIn(connectors: readonly Connector[]): (sourceId: string) => readonly string[] {
  const byId = new Map(connectors.flatMap(({ sources }) => sources.map(({ id, groups }) => [id, groups])));
  return (id) => byId.get(id) ?? [coreGroup];
}
