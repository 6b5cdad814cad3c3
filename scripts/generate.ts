import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { connectors } from '../connectors/index.js';
import { zoom } from '../connectors/zoom/index.js';
import { coreGroup } from '../src/contract/index.js';
import { coverageOf } from '../src/cli/coverage.js';
import { coveragePage } from './trade/coverage-page.js';
import { scopesToGrant } from '../src/connections/scopes.js';
import { buildOpenApi } from '../src/http/openapi.js';
import { packageFolder } from '../src/package.js';
import { manifestSchema } from '../src/report/manifest-schema.js';

/** Files and blocks that are made of the code. With `--check` nothing is written: a stale one fails. */
const isCheck = process.argv.includes('--check');

/** The core with everything about it; of the rest what it is. */
const coverage = () => {
  const isOne = connectors.all.length === 1;
  const all = connectors.all.flatMap(coverageOf);
  const lines = all
    .filter(({ groups }) => groups.includes(coreGroup))
    .map(
      ({ connector, id, title, endpoint, granular, label, window, files }) =>
        `| ${isOne ? '' : `${connector} | `}\`${id}\` | ${title} | \`${endpoint}\` | ${granular.map((scope) => `\`${scope}\``).join(', ')} | ${label} | ${window} | ${files || '-'} |`,
    );
  const further = all.filter(({ groups }) => !groups.includes(coreGroup));
  const themes = [...new Set(further.map(({ groups: [theme = ''] }) => theme))];
  const themeLines = themes.map((theme) => {
    const ids = further.filter(({ groups }) => groups[0] === theme).map(({ id }) => `\`${id}\``);
    return `| \`${theme}\` | ${ids.join(', ')} |`;
  });
  return [
    `| ${isOne ? '' : 'Vendor | '}Source | What it is | Operation | Scopes to grant | Limit | Windows | Files |`,
    `|${isOne ? '' : '---|'}---|---|---|---|---|---|---|`,
    ...lines,
    ...(themeLines.length > 0
      ? ['', 'Beyond this core, by group:', '', '| Group | Sources |', '|---|---|', ...themeLines]
      : []),
  ].join('\n');
};

const scopes = (isCore: boolean) => {
  const lines = connectors.all
    .flatMap((connector) =>
      scopesToGrant(connector, isCore ? undefined : connector.sources.map(({ id }) => id)),
    )
    .map(
      ({ scope, classic, neededFor }) =>
        `| \`${scope}\` | \`${classic}\` | ${neededFor.map(quoteId).join(', ')} |`,
    );
  return ['| Granular scope | Classic scope | For |', '|---|---|---|', ...lines].join('\n');
};

const notRead = () =>
  connectors.all
    .flatMap((connector) => connector.notRead)
    .map(({ title, sentence }) => `- **${title}**: ${sentence}`)
    .join('\n');

const quoteId = (what: string) => (what.includes(' ') ? what : `\`${what}\``);

const openApi = () =>
  stringify(buildOpenApi(connectors.all), { aliasDuplicateObjects: false, lineWidth: 110 });

const block = (text: string, name: string, content: string) => {
  const start = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`There is no block "${name}" in the text.`);
  return `${before}${start}\n${content}\n${end}${after}`;
};

const generated: Record<string, () => string> = {
  'openapi.yaml': openApi,
  'docs/coverage.md': () => coveragePage(zoom),
  'docs/manifest.schema.json': () => `${JSON.stringify(z.toJSONSchema(manifestSchema), null, 2)}\n`,
  'docs/connect-zoom.md': () =>
    block(readFileSync(join(packageFolder(), 'docs/connect-zoom.md'), 'utf8'), 'scopes', scopes(false)),
  'README.md': () =>
    block(
      block(
        block(readFileSync(join(packageFolder(), 'README.md'), 'utf8'), 'coverage', coverage()),
        'scopes',
        scopes(true),
      ),
      'not-read',
      notRead(),
    ),
};

let stale = 0;
for (const [file, make] of Object.entries(generated)) {
  const path = join(packageFolder(), file);
  const content = make();
  if (!isCheck) writeFileSync(path, content);
  else if (readFileSync(path, 'utf8') !== content) {
    stale += 1;
    process.stderr.write(`${file} is not what the code says: run npm run generate.\n`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
