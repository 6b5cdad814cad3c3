import { operationsOf, type Connector, type Source } from '../../src/contract/index.js';
import { coverageOf } from '../../src/cli/coverage.js';
import { assumptions } from './assumptions.js';
import { systems, type SystemRow } from './systems.js';

/** The page that holds every source against what other systems of the trade read. */
export function coveragePage(connector: Connector): string {
  const asked = new Set(systems.flatMap(({ rows }) => rows.flatMap((row) => sourcesFor(connector, row))));
  const alone = connector.sources.filter(({ id }) => !asked.has(id));
  return [
    '# Coverage',
    '',
    'Made by `npm run generate` from the declarations of the sources and from what five systems of the trade say on their public',
    'pages. A row names the source that answers it, or why none does.',
    '',
    `## What is read: ${connector.sources.length} sources`,
    '',
    ...sourceTable(connector),
    '',
    ...systems.flatMap(({ name, docs, rows }) => [
      `## ${docs === undefined ? name : `[${name}](${docs})`}`,
      '',
      '| What | As printed there | Here |',
      '|---|---|---|',
      ...rows.map((row) => `| ${row.kind} | ${code(row)} | ${answerOf(connector, row)} |`),
      '',
    ]),
    '## What none of them reads',
    '',
    ...alone.map(({ id, title }) => `- \`${id}\`: ${title}`),
    '',
    '## What is only assumed',
    '',
    'Zoom’s documents leave these open, or contradict each other. Each says what a live account would show.',
    '',
    '| About | Assumed | A live account shows it by |',
    '|---|---|---|',
    ...assumptions.map(
      ({ about, assumed, shownBy }) => `| ${about.map(quote).join(', ')} | ${assumed} | ${shownBy} |`,
    ),
    '',
  ].join('\n');
}

/** Rows that no source answers and nothing explains. */
export const unanswered = (connector: Connector): string[] =>
  systems.flatMap(({ name, rows }) =>
    rows
      .filter((row) => !row.answer && !isForLookup(connector, row) && sourcesFor(connector, row).length === 0)
      .map((row) => `${name}: ${row.kind} ${row.name}`),
  );

/** Ids that the rows name and the connector does not have. */
export const unknownSources = (connector: Connector): string[] => {
  const known = new Set(connector.sources.map(({ id }) => id));
  const named = [
    ...systems.flatMap(({ rows }) => rows.flatMap(({ sources = [] }) => sources)),
    ...assumptions.flatMap(({ about }) => about),
  ];
  return [...new Set(named)].filter((id) => !known.has(id));
};

function sourcesFor(connector: Connector, row: SystemRow): string[] {
  if (row.sources) return [...row.sources];
  if (row.kind === 'operation') return idsOf(connector, (source) => calls(source, row.path ?? ''));
  return row.kind === 'scope' ? idsOf(connector, (source) => uses(source, row.name)) : [];
}

const idsOf = ({ sources }: Connector, isMeant: (source: Source) => boolean) =>
  sources.filter(isMeant).map(({ id }) => id);

const calls = (source: Source, path: string) =>
  operationsOf(source).some(({ endpoint }) => endpoint === path);

const uses = (source: Source, scope: string) =>
  operationsOf(source).some(({ scopes }) => scopes.granular.includes(scope));

const isForLookup = ({ lookup, widerLookup }: Connector, { name }: SystemRow) =>
  [lookup, widerLookup].some(({ scopes }) => scopes.granular.includes(name));

function answerOf(connector: Connector, row: SystemRow): string {
  const byLookup = isForLookup(connector, row) ? ['finding the person'] : [];
  const parts = [...byLookup, ...sourcesFor(connector, row).map(quote)].join(', ');
  return [parts, row.answer].filter(Boolean).join(': ') || '**nothing**';
}

const quote = (id: string) => `\`${id}\``;
const code = ({ kind, name }: SystemRow) => (kind === 'option' ? name : quote(name));

function sourceTable(connector: Connector): string[] {
  const rows = coverageOf(connector).map(
    ({ id, title, groups, endpoint, granular, label, window, files }) =>
      `| \`${id}\` | ${title} | ${groups.join(', ')} | \`${endpoint}\` | ${granular.map(quote).join(', ')} | ${label} | ${window} | ${files || '-'} |`,
  );
  return [
    '| Source | What it is | Groups | Operation | Scopes to grant | Limit | Windows | Files |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ];
}
