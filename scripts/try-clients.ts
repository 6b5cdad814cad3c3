import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Decrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { connectors } from '../connectors/index.js';
import { zoom } from '../connectors/zoom/index.js';
import { demoEmail, startSimulator } from '../simulators/zoom/index.js';
import { defaultLimits } from '../src/default-limits.js';
import { createLogger } from '../src/logger.js';
import { startServer } from '../src/main.js';
import { packageFolder } from '../src/package.js';
import type { Needs, Told } from '../test/clients/told.js';
import { coreScopes } from './core-scopes.js';

/**
 * `npm run clients`: makes clients of openapi.yaml with two generators, compiles them and lets them use the service.
 * The generators need Node 22; `--generated` takes what they made before.
 */
const folder = join(packageFolder(), 'test/clients');
const run = (program: string, ...args: string[]) =>
  void execFileSync(program, args, { cwd: folder, stdio: 'inherit' });

const [major = 0] = process.versions.node.split('.').map(Number);
if (!process.argv.includes('--generated')) {
  if (major < 22) stop(`The generators need Node 22 or later, and this is ${process.version}.`);
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
  run(process.execPath, 'generate.mjs');
} else if (!existsSync(join(folder, 'generated')))
  stop('Nothing is generated: run "npm run clients" on Node 22 or later first.');
rmSync(join(folder, 'built'), { recursive: true, force: true });
run(process.execPath, join(packageFolder(), 'node_modules/typescript/bin/tsc'), '-p', '.');

for (const client of ['use-openapi-typescript', 'use-hey-api']) {
  const { use } = (await import(pathToFileURL(join(folder, `built/${client}.js`)).href)) as {
    use: (needs: Needs) => Promise<Told>;
  };
  await tryClient(use);
  process.stdout.write(`ok: ${client} on Node ${process.versions.node}\n`);
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

async function tryClient(use: (needs: Needs) => Promise<Told>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dsar-clients-'));
  const simulator = await startSimulator({ plan: 'business', enforceRateLimits: false, scopes: coreScopes });
  const { apiUrl, oauthUrl, mediaHost, credentials } = simulator;
  const vendor = { rateShare: 0.75, isApiUrlExplicit: true, apiUrl, oauthUrl, mediaHosts: [mediaHost] };
  const key = randomBytes(24).toString('base64url');
  const server = await startServer(
    {
      dataDir,
      server: { host: '127.0.0.1', port: 0, bootstrapKey: key, ...defaultLimits },
      vendors: { [zoom.id]: vendor },
      connection: { ...{ id: 'default', connector: zoom.id, plan: 'business', credentials }, ...vendor },
    },
    connectors,
    createLogger({ level: 'error' }),
  );
  try {
    const identity = await generateHybridIdentity();
    const recipient = await identityToRecipient(identity);
    const told = await use({ baseUrl: server.address, key, email: demoEmail, recipient });
    await judge(
      told,
      identity,
      (await server.service.requests.list({ limit: 5 })).map(({ id }) => id),
    );
  } finally {
    await server.close();
    await simulator.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** Everything a client was told, against what is so. */
async function judge(told: Told, identity: string, ids: string[]): Promise<void> {
  assert([200, 202].includes(told.created));
  assert.equal(told.replayed, 'true');
  assert.match(told.status, /^completed/);
  assert.deepEqual(told.sources, ['user', 'user-settings']);
  assert.deepEqual(told.listed, ids);
  assert.equal(ids.length, 1);
  assert.equal(Buffer.from(told.report.subarray(0, 2)).toString(), 'PK');
  assert.deepEqual(told.part, told.report.subarray(2, 10));
  const contentRange = `bytes */${told.report.length}`;
  assert.deepEqual(told.beyond, { status: 416, code: 'range_not_satisfiable', contentRange });
  assert.match(told.sealed.opensWith ?? '', /^age 1\.3\.0 or later/);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  assert.equal(digest(await decrypter.decrypt(told.sealed.bytes)), digest(told.report));
  const fields = ['/recipient/0', '/recipient/1'];
  assert.deepEqual(told.refusal, { status: 400, code: 'invalid_request', fields });
  assert.deepEqual(told.unknown, { status: 404, code: 'not_found' });
  assert.equal(told.keyIds.length, 1);
  assert(told.events.includes('report.published'));
  assert.match(told.metrics, /^dsar_access_requests\{/m);
  assert(told.connection.id.length > 10);
  assert.deepEqual(told.connection.sources, ['user']);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
