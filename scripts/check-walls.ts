import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { connectors } from '../connectors/index.js';
import { packageFolder } from '../src/package.js';

/** Checks the walls of the house: who may import whom, where strong tools live, which words stand where. */
const root = packageFolder();

/** Rooms from the ground up. A room may import those listed, and itself. */
const ground = ['ground'];
const rooms: Record<string, string[]> = {
  contract: [],
  ground: [],
  files: ground,
  model: ['contract', ...ground],
  upstream: ['files', 'contract', ...ground],
  storage: ['files', 'model', 'contract', ...ground],
  ledger: ['storage', 'model', ...ground],
  connections: ['upstream', 'storage', 'model', 'contract', ...ground],
  callbacks: ['ledger', 'upstream', 'storage', 'model', ...ground],
  spool: ['files', 'storage', 'model', 'contract', ...ground],
  collect: ['files', 'spool', 'upstream', 'storage', 'model', 'contract', ...ground],
  report: ['files', 'spool', 'storage', 'model', 'contract', ...ground],
  requests: [
    'files',
    'collect',
    'report',
    'connections',
    'ledger',
    'spool',
    'upstream',
    'storage',
    'model',
    'contract',
    ...ground,
  ],
  service: [
    'callbacks',
    'files',
    'requests',
    'collect',
    'connections',
    'ledger',
    'metrics',
    'upstream',
    'storage',
    'model',
    'contract',
    ...ground,
  ],
  api: [
    'report',
    'files',
    'service',
    'callbacks',
    'requests',
    'connections',
    'ledger',
    'storage',
    'model',
    'contract',
    ...ground,
  ],
  metrics: ['collect', 'upstream', 'storage', 'model', 'contract', ...ground],
  http: [
    'api',
    'callbacks',
    'files',
    'service',
    'requests',
    'connections',
    'ledger',
    'metrics',
    'storage',
    'model',
    'contract',
    ...ground,
  ],
  console: [
    ...[
      'http',
      'api',
      'service',
      'requests',
      'connections',
      'ledger',
      'report',
      'storage',
      'model',
      'config',
    ],
    ...['contract', ...ground],
  ],
  main: ['api', 'console', 'http', 'service', 'config', 'files', 'storage', 'contract', ...ground],
  config: ['callbacks', 'connections', 'contract', ...ground],
};

const groundFiles = [
  'clock',
  'default-limits',
  'errors',
  'json',
  'local-days',
  'logger',
  'loopback',
  'memory',
  'package',
  'secret-file',
  'sha256',
  'time-zone',
  'turns',
  'one-at-a-time',
];

/** Each strong tool has one home. */
const homes: Record<string, RegExp> = {
  got: /^src\/upstream\/send\.ts$/,
  'ipaddr.js': /^src\/upstream\/public-address\.ts$/,
  bottleneck: /^src\/upstream\/pace\.ts$/,
  'file-type': /^src\/upstream\/true-extension\.ts$/,
  'p-retry': /^src\/upstream\/retry\.ts$/,
  archiver: /^src\/report\/zip-archive\.ts$/,
  'zip-stream': /^src\/report\/zip-writer\.ts$/,
  '@noble/hashes/sha2.js': /^src\/report\/verify-page\//,
  yauzl: /^src\/report\/(entry-reader|read-zip|zip-bytes|zip-content|zip-layout|zip-spans)\.ts$/,
  '@photostructure/sqlite': /^src\/storage\/sqlite\/database\.ts$/,
  express: /^src\/(http|console)\//,
  'express-rate-limit': /^src\/http\/limit-calls\.ts$/,
  'prom-client': /^src\/metrics\.ts$/,
  'moment-timezone': /^src\/time-zone\.ts$/,
  'openid-client': /^src\/console\/openid\.ts$/,
  pino: /^src\/logger\.ts$/,
  commander: /^src\/cli\.ts$/,
};

/** Where the disk is read and written by path; all that was collected and every report goes through `src/files/`. */
const disk = [
  // Bytes by key.
  /^src\/files\//,
  // The database, its key and its lock; the heads of the ledger, which others read without us.
  /^src\/storage\/(lock-data-folder|master-key|private-file)\.ts$/,
  /^src\/ledger\/heads\.ts$/,
  // Configuration and what is installed: the package, its templates, a page that checks.
  /^src\/(package|secret-file|config\/environment-reader)\.ts$/,
  /^src\/(http\/(docs|notice)|console\/assets)\.ts$/,
  /^src\/report\/pages\/(renderer|verify-page)\.ts$/,
  // What whoever types a command names: a target, a report to be checked, a log.
  /^src\/cli\//,
  /^src\/report\/(age-file|read-folder)\.ts$/,
];

/** Who may write a status, by the words that doing so takes. */
const writersOfStatus: Record<string, RegExp> = {
  writeStatus: /^src\/(storage\/request-store|requests\/advance)\.ts$/,
  statusRows: /^src\/(storage\/(store|stores)|requests\/advance)\.ts$/,
  '(INTO|UPDATE) access_requests': /^src\/storage\/request-store\.ts$/,
};

/** Commands that call nobody start without what takes longest to load; their imports reach none of it. */
const light = ['src/cli.ts', ...['api-keys', 'coverage', 'ledger'].map((name) => `src/cli/${name}.ts`)];
const heavy = ['got', 'express', 'age-encryption', 'prom-client', 'yauzl', 'zip-stream', 'pino'];

/** Names of the vendors: those of the installed connectors, and of every folder with a connector. */
const vendors = new RegExp(
  [
    ...connectors.all.flatMap(({ id, title, settings }) => [id, title, settings.prefix]),
    ...readdirSync(join(root, 'connectors')).filter((name) => !name.endsWith('.ts')),
  ].join('|'),
  'i',
);

/** Ways to the one connector of a process: a connection's row says which connector serves it. */
const byItsRow = "the connection's own row decides which connector serves it";
const oneConnector: Record<string, string> = {
  'connectors[0]': byItsRow,
  'all[0]': byItsRow,
  'service.connector.': byItsRow,
  "connectorOf('": byItsRow,
};

interface SourceFile {
  path: string;
  text: string;
  imports: string[];
  /** Those that are loaded with the file: neither types nor imports within a function. */
  loaded: string[];
}

const files = ['src', 'connectors', 'simulators', 'scripts'].flatMap((folder) => list(folder)).map(read);
const problems = [...files.flatMap(checkFile), ...findCycles(), ...light.flatMap(findHeavy)];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`${files.length} files within their walls: ${problems.length === 0 ? 'yes' : 'no'}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function list(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return list(path);
    return /\.(ts|eta|css)$/.test(name) ? [path] : [];
  });
}

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const found = path.endsWith('.ts') ? ts.preProcessFile(text).importedFiles : [];
  const toPath = (name: string) =>
    name.startsWith('.') ? relative(root, join(root, dirname(path), name)).replace(/\.js$/, '.ts') : name;
  const atOnce = text.matchAll(/^(?:import|export) (?!type )(?:[^;']* from )?'([^']+)';$/gm);
  return {
    ...{ path, text },
    imports: found.map(({ fileName }) => toPath(fileName)),
    loaded: [...atOnce].map(([, name = '']) => toPath(name)),
  };
}

function checkFile({ path, text, imports }: SourceFile): string[] {
  const found: string[] = [];
  for (const target of imports) {
    const home = homes[target];
    if (home && path.startsWith('src/') && !home.test(path))
      found.push(`${path}: "${target}" has one home (${home.source}), so that it can be exchanged`);
    const why = forbids(path, target);
    if (why) found.push(`${path}: must not import ${target}: ${why}`);
  }
  for (const [words, home] of Object.entries(writersOfStatus))
    if (path.startsWith('src/') && !home.test(path) && new RegExp(`${words}\\b`).test(text))
      found.push(`${path}: "${words}": src/requests/advance.ts alone writes a status, with its event`);
  const vendor = path.startsWith('src/') ? vendors.exec(text)?.[0] : undefined;
  if (vendor !== undefined) found.push(`${path}: names "${vendor}"; src/ works for any connector`);
  for (const [words, why] of Object.entries(oneConnector))
    if (path.startsWith('src/') && text.includes(words)) found.push(`${path}: "${words}": ${why}`);
  if (imports.some((target) => /^node:fs\b/.test(target)) && path.startsWith('src/'))
    if (!disk.some((home) => home.test(path)))
      found.push(`${path}: reads or writes the disk by path; bytes have keys, in src/files/`);
  if (path !== 'src/config.ts' && path.startsWith('src/') && text.includes('process.env'))
    found.push(`${path}: only src/config.ts reads the environment`);
  return found;
}

function forbids(path: string, target: string): string | undefined {
  const isOurs = /^(src|connectors|simulators|scripts)\//.test(target);
  if (path.startsWith('simulators/')) {
    const isOwn = target.startsWith('simulators/') || target.startsWith('node:');
    return isOwn ? undefined : 'the simulator knows nothing of the product it judges';
  }
  if (path.startsWith('connectors/')) {
    const isAllowed = !isOurs
      ? target === 'zod' || target.startsWith('node:')
      : target.startsWith('connectors/') || target.startsWith('src/contract/');
    return isAllowed ? undefined : 'a connector is a declaration: it sees the contract and zod only';
  }
  if (!path.startsWith('src/') || !isOurs) return undefined;
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === 'cli' || from === to) return undefined;
  return rooms[from]?.includes(to) ? undefined : `${from} does not stand above ${to}`;
}

function roomOf(path: string): string {
  const [, first = ''] = path.split('/');
  const name = first.replace(/\.ts$/, '');
  if (groundFiles.includes(name)) return 'ground';
  return path.startsWith('src/') ? name : 'outside';
}

/** What a light file loads that is heavy, with the way there. */
function findHeavy(start: string): string[] {
  const byPath = new Map(files.map(({ path, loaded }) => [path, loaded]));
  const ways = new Map([[start, start]]);
  for (const [path, way] of ways)
    for (const target of byPath.get(path) ?? [])
      if (!ways.has(target)) ways.set(target, `${way} -> ${target}`);
  return heavy.flatMap((name) => {
    const way = ways.get(name);
    return way === undefined ? [] : [`${way}: must start without it; import it where it is used`];
  });
}

/** Depth-first search; types count too, because a reader follows them. */
function findCycles(): string[] {
  const byPath = new Map(files.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path))
      cycles.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
    if (trail.includes(path) || done.has(path)) return;
    for (const target of byPath.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}
