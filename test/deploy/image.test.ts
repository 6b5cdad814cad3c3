import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail, startSimulator, type Simulator } from '../../simulators/zoom/index.js';
import { coreScopes } from '../support/core-scopes.js';
import type { ShownRequest } from '../../src/api/show-request.js';
import { packageFolder } from '../../src/package.js';
import { buildImage } from '../support/build-image.js';
import { canContain, inContainer, type Container } from '../support/container.js';
import { listOf, readDockerfile } from '../support/read-dockerfile.js';
import { environmentFor, killClis, startCommand } from '../support/run-cli.js';

/** A user that no list names and who has no home. */
const stranger = 54_321;
const key = 'bootstrap-key-of-the-tests';

/** `npm run test:image` takes the steps of the Dockerfile; without it, what was built is seen at its place. */
const { takeSteps = false } = globalThis as { takeSteps?: boolean };
const timeLimit = takeSteps ? 600_000 : 60_000;

const stages = readDockerfile(readFileSync(join(packageFolder(), 'Dockerfile'), 'utf8'));
const stepOf = (keyword: string) => {
  const step = stages.at(-1)?.steps.findLast((candidate) => candidate.keyword === keyword);
  if (!step) throw new Error(`The image has no ${keyword}.`);
  return step;
};

let folder: string;
let simulator: Simulator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dsar-image-'));
  chmodSync(folder, 0o755);
  simulator = await startSimulator({ enforceRateLimits: false, scopes: coreScopes });
});
afterAll(async () => {
  await killClis();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The root of the image and a volume of the stranger. */
function prepare(): Container {
  const volume = join(folder, 'volume');
  mkdirSync(volume);
  chownSync(volume, stranger, stranger);
  if (takeSteps) return { root: buildImage(stages, packageFolder(), folder), volume, user: stranger };
  const root = join(folder, 'root');
  mkdirSync(root);
  return { root, volume, app: packageFolder(), user: stranger };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test(
  'on a read-only root, as a user without a name and a home, it serves, is healthy, answers a request and stops',
  async () => {
    if (!canContain()) {
      process.stdout.write('NOT CHECKED, because only root may mount: the service on a read-only root\n');
      return;
    }
    const container = prepare();
    const environment = {
      ...Object.fromEntries(stepOf('ENV').words.map((word) => word.split('=') as [string, string])),
      ...environmentFor(simulator, '/data'),
      ...{ DSAR_PORT: String(await freePort()), DSAR_BOOTSTRAP_KEY: key },
    };
    const run = (command: string[]) => {
      const [file = '', ...args] = inContainer(container, command, environment);
      return spawnSync(file, args, { encoding: 'utf8' });
    };
    for (const place of ['/tmp', '/app', '/', '/etc', '/usr'])
      expect([place, run(['touch', join(place, 'x')]).status]).toEqual([place, 1]);
    const isHealthy = () => run(listOf(stepOf('HEALTHCHECK'))).status === 0;
    expect(isHealthy()).toBe(false);

    const program = [...listOf(stepOf('ENTRYPOINT')), ...listOf(stepOf('CMD'))];
    const server = startCommand(inContainer(container, program, environment));
    await server.said(/listening on (http:\/\/\S+)/);
    expect(isHealthy()).toBe(true);
    const address = `http://127.0.0.1:${environment.DSAR_PORT}/v1/access-requests`;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=60' };
    const posted = await fetch(address, {
      method: 'POST',
      headers,
      body: JSON.stringify({ email: demoEmail, sources: ['user', 'phone-voicemails'] }),
    });
    const { id, status } = (await posted.json()) as ShownRequest;
    expect(status).toBe('completed');
    expect((await fetch(`${address}/${id}/report`, { headers })).status).toBe(200);
    // All of it is the stranger's, and nobody else's.
    expect(
      execFileSync('find', [container.volume, '!', '-uid', String(stranger)], { encoding: 'utf8' }),
    ).toBe('');
    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
  },
  timeLimit,
);

test('its steps leave neither development packages nor the simulator in it', () => {
  if (!canContain() || !takeSteps) {
    process.stdout.write(
      'not checked here: the steps of the Dockerfile; `npm run test:image` takes them, as root\n',
    );
    return;
  }
  const app = join(folder, `root-${stages.length - 1}`, 'app');
  const { devDependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const left = Object.keys(devDependencies).filter((name) => existsSync(join(app, 'node_modules', name)));
  expect(left).toEqual([]);
  expect(readdirSync(app).sort()).toEqual(['dist', 'node_modules', 'openapi.yaml', 'package.json', 'src']);
  expect(readdirSync(join(app, 'dist')).sort()).toEqual(['connectors', 'src']);
  expect(existsSync(join(app, 'dist/simulators'))).toBe(false);
});
