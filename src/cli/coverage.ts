import {
  coreGroup,
  firstCallOf,
  parentsOf,
  scopesOf,
  windowOf,
  type Connector,
  type Source,
} from '../contract/index.js';

/** One line of the coverage table. */
export interface Coverage {
  /** Id of the connector. */
  connector: string;
  id: string;
  title: string;
  groups: readonly string[];
  endpoint: string;
  granular: readonly string[];
  classic: readonly string[];
  label: string;
  window: string;
  files: string;
}

/** What a connector reads, per source: made of the declarations. */
export function coverageOf(connector: Connector): Coverage[] {
  return connector.sources.map((source) => ({
    connector: connector.id,
    id: source.id,
    title: source.title,
    groups: source.groups ?? [coreGroup],
    endpoint: `GET ${firstCallOf(source).endpoint}`,
    granular: scopesToShow(source, 'granular'),
    classic: scopesToShow(source, 'classic'),
    label: `${firstCallOf(source).rateLimit.family} ${firstCallOf(source).rateLimit.label}`,
    window: describeWindow(source),
    files: (source.attachments ?? []).map(({ id }) => id).join(', '),
  }));
}

function scopesToShow(source: Source, kind: 'granular' | 'classic'): string[] {
  const all = scopesOf(source).flatMap((alternatives) => alternatives[kind]);
  // Of the granular forms, the one for account-wide apps is what an operator grants.
  const isForOthers = (scope: string) => all.includes(`${scope}:admin`) || scope.endsWith(':master');
  return [...new Set(all)].filter((scope) => kind === 'classic' || !isForOthers(scope));
}

function describeWindow(source: Source): string {
  if (source.forEach) return `per record of ${parentsOf(source).join(', ')}`;
  const window = windowOf(source);
  if (!window) return 'all at once';
  const reach = window.lookBackMonths
    ? `${window.lookBackMonths} months back`
    : `from ${window.earliest.day}`;
  return `${window.maxDays} days, ${reach}`;
}
