import type { Service } from '../service.js';
import type { AccessRequest } from '../model/access-request.js';

/** A source by the words the outside sees. */
export interface NamedSource {
  id: string;
  title: string;
}

/**
 * The sources of a request, in report order: those of the connector of its connection. Where the connection is gone,
 * those of the connector that has what the request names; where its connector is not installed, what the request
 * itself knows.
 */
export async function sourcesOf(
  { connectors, connections }: Pick<Service, 'connectors' | 'connections'>,
  { connectionId, sources, outcomes }: Pick<AccessRequest, 'connectionId' | 'sources' | 'outcomes'>,
): Promise<NamedSource[]> {
  const connection = await connections.find(connectionId);
  const known = outcomes?.map(({ id }) => id) ?? sources ?? [];
  const isMeant = ({ sources: all }: { sources: readonly NamedSource[] }) =>
    known.every((id) => all.some((source) => source.id === id));
  const meant = connectors.all.filter(isMeant);
  const connector = connection
    ? connectors.of(connection.connector)?.connector
    : meant.length === 1 || known.length > 0
      ? meant[0]
      : undefined;
  if (!connector) return known.map((id) => ({ id, title: id }));
  return connector.sources.filter(({ id }) => sources?.includes(id) ?? true);
}
