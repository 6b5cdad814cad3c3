import { isExpected, scopesOf, type Connector, type ScopeAlternatives } from '../contract/index.js';

/** A scope to grant to an app of the whole account, with what cannot be read without it. */
export interface ScopeNeed {
  scope: string;
  /** The scope that apps made before the granular ones have instead. */
  classic: string;
  neededFor: string[];
}

/** Every scope the sources need that are switched on (absent: those of the group `core`), in report order. */
export function scopesToGrant(connector: Connector, sources?: readonly string[]): ScopeNeed[] {
  const needs = new Map<string, ScopeNeed>();
  const note = (alternatives: ScopeAlternatives, what: string) => {
    const scope = accountWide(alternatives.granular);
    const need = needs.get(scope) ?? { scope, classic: accountWide(alternatives.classic), neededFor: [] };
    if (!need.neededFor.includes(what)) need.neededFor.push(what);
    needs.set(scope, need);
  };
  note(connector.lookup.scopes, 'finding the person');
  note(connector.widerLookup.scopes, 'finding persons whose user is inactive or pending');
  for (const source of connector.sources.filter((one) => sources?.includes(one.id) ?? isExpected(one)))
    for (const alternatives of scopesOf(source)) note(alternatives, source.id);
  return [...needs.values()];
}

/** Of several forms, the one that reads any user of the account. */
function accountWide(scopes: readonly string[]): string {
  return scopes.find((scope) => scope.endsWith(':admin')) ?? scopes[0] ?? '';
}
