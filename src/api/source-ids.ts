import { everySource, groupsOf, type Connector } from '../contract/index.js';

/** Ids of the sources of these connectors, each once. */
export const sourceIdsOf = (connectors: readonly Connector[]) => [
  ...new Set(connectors.flatMap(({ sources }) => sources.map(({ id }) => id))),
];

/** What sources can be named by: their ids, the names of groups, and `all`. */
export const sourceNamesOf = (connectors: readonly Connector[]) => [
  ...new Set([
    everySource,
    ...connectors.flatMap(({ sources }) => groupsOf(sources)),
    ...sourceIdsOf(connectors),
  ]),
];
