import type { Connector } from './connector.js';

/** The connectors of an installation. Which one serves a connection is said by the connection's own row. */
export interface Registry {
  readonly all: readonly Connector[];
  /** Undefined: this installation does not have it. */
  of(id: string): Connector | undefined;
}

/** Variables of the service itself begin so; no connector may read them. */
const ownPrefix = 'DSAR';

/** Puts connectors together. Throws a sentence that names the mistake. */
export function createRegistry(connectors: readonly Connector[]): Registry {
  const byId = new Map(connectors.map((connector) => [connector.id, connector]));
  const prefixes = connectors.map(({ settings }) => settings.prefix);
  if (connectors.length === 0) throw new TypeError('An installation needs a connector.');
  if (byId.size !== connectors.length) throw new TypeError('Ids of connectors must be unique.');
  if (new Set(prefixes).size !== prefixes.length)
    throw new TypeError('Two connectors must not read the same variables.');
  for (const prefix of prefixes)
    if (!/^[A-Z][A-Z0-9]*$/.test(prefix) || prefix === ownPrefix)
      throw new TypeError(`"${prefix}" cannot be the prefix of a connector's variables.`);
  return Object.freeze({ all: Object.freeze([...connectors]), of: (id: string) => byId.get(id) });
}
