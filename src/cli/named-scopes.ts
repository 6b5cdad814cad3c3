import { scopesToGrant, type ScopeNeed } from '../connections/scopes.js';
import { sourcesMeant, withParents, type Connector } from '../contract/index.js';
import { AppError } from '../errors.js';
import { sourceNamesOf } from '../api/source-ids.js';

/** The scopes to grant for sources that are named. Throws an error that lists the names there are. */
export function needsOfNamed(connectors: readonly Connector[], names: readonly string[]): ScopeNeed[] {
  const known = sourceNamesOf(connectors);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new AppError(
      'invalid_request',
      `Please correct: there is no source ${unknown.join(', ')}. There are: ${known.join(', ')}.`,
    );
  return connectors.flatMap((connector) => {
    const meant = withParents(connector.sources, sourcesMeant(connector.sources, names));
    return meant.length > 0 ? scopesToGrant(connector, meant) : [];
  });
}
