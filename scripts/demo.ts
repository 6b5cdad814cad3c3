import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connectors } from '../connectors/index.js';
import { zoom } from '../connectors/zoom/index.js';
import { demoWorld, startSimulator } from '../simulators/zoom/index.js';
import { createProgressView, gapLines } from '../src/cli/progress-view.js';
import type { ShownRequest } from '../src/api/show-request.js';
import { defaultLimits } from '../src/default-limits.js';
import { OneTimeCodes } from '../src/console/one-time-codes.js';
import { createLogger } from '../src/logger.js';
import { startServer } from '../src/main.js';
import { packageFolder } from '../src/package.js';
import { verifyReport } from '../src/report/verify.js';

/** The whole way once, on this machine alone: a simulated Zoom, the service, one request, one report. */
const keepsServing = process.argv.includes('--serve');
const email = 'alex.demo@example.com';
const dataDir = join(packageFolder(), 'demo-data');
const say = (line: string) => process.stdout.write(`${line}\n`);

rmSync(dataDir, { recursive: true, force: true });
const simulator = await startSimulator({ plan: 'business', world: demoWorld(new Date()) });
const vendor = {
  rateShare: 0.75,
  apiUrl: simulator.apiUrl,
  isApiUrlExplicit: true,
  oauthUrl: simulator.oauthUrl,
  mediaHosts: [simulator.mediaHost],
};
const bootstrapKey = randomBytes(24).toString('base64url');
const code = randomBytes(32).toString('base64url');
const oneTimeCodes = new OneTimeCodes();
oneTimeCodes.put(code, bootstrapKey);
const server = await startServer(
  {
    dataDir,
    sealFiles: true,
    server: { host: '127.0.0.1', port: 0, bootstrapKey, ...defaultLimits },
    vendors: { [zoom.id]: vendor },
    connection: {
      ...{ id: 'default', connector: zoom.id, plan: 'business', credentials: simulator.credentials },
      ...vendor,
    },
  },
  connectors,
  createLogger({ level: 'error' }),
  { oneTimeCodes },
);

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${server.address}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' },
  });

say(`A simulated Zoom answers at ${simulator.apiUrl}, the service listens on ${server.address}.`);
say(`Asking for everything about ${email} …\n`);
const created = await call('/v1/access-requests', { method: 'POST', body: JSON.stringify({ email }) });
let request = (await created.json()) as ShownRequest;
const view = createProgressView(process.stdout);
while (['queued', 'running', 'paused'].includes(request.status)) {
  view.update(request);
  await new Promise((resolve) => setTimeout(resolve, 150));
  request = (await (await call(`/v1/access-requests/${request.id}`)).json()) as ShownRequest;
}
view.end(request);

const report = join(dataDir, 'demo-report.zip');
const answer = await call(`/v1/access-requests/${request.id}/report`);
if (!answer.ok || !answer.body)
  throw new Error(`There is no report: the request ended as ${request.status}.`);
await pipeline(Readable.fromWeb(answer.body), createWriteStream(report));
const { isValid, checked, problems } = await verifyReport(report);
say(`\nThe request ended as ${request.status}.`);
for (const line of gapLines(request)) say(`  gap: ${line}`);
for (const line of isValid ? checked : problems) say(`  ${isValid ? 'ok' : 'wrong'}: ${line}`);
say(`\nReport: ${report}`);
say('Unzip it and open index.html; zoom-dsar verify checks it again.');

if (keepsServing && isValid) {
  say(`\nThe service goes on at ${server.address} (documentation at ${server.address}/docs).`);
  say(`Console, for one browser: ${server.address}/console/sign-in#code=${code}`);
  say(`Admin key: ${bootstrapKey}`);
  say('Stop with Ctrl+C.');
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
}
await server.close();
await simulator.close();
process.exitCode = isValid ? 0 : 1;
