import type { Connector } from '../contract/index.js';

/** Ids of the sources of these connectors, each once. */
export const sourceIdsOf = (connectors: readonly Connector[]) => [
  ...new Set(connectors.flatMap(({ sources }) => sources.map(({ id }) => id))),
];
