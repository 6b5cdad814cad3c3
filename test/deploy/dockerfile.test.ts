import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import { judgeDockerfile } from '../support/judge-dockerfile.js';
import { readDockerfile } from '../support/read-dockerfile.js';

const read = (name: string) => readFileSync(join(packageFolder(), name), 'utf8');
const dockerfile = read('Dockerfile');
const [build, image] = readDockerfile(dockerfile);

test('neither the linter nor the rules find anything', () => {
  expect(judgeDockerfile(dockerfile)).toEqual([]);
});

test('development packages are removed before anything is copied into the image, and the simulator never comes near it', () => {
  const commands = build?.steps.filter(({ keyword }) => keyword === 'RUN').map(({ text }) => text) ?? [];
  expect(commands[0]).toBe('npm ci --ignore-scripts');
  expect(commands.at(-1)).toMatch(/&& npm prune --omit=dev .*&& rm -rf dist\/scripts /);
  expect(dockerfile).not.toContain('simulator');
});

test('what is copied stands beside the Dockerfile, and nothing else is sent to the builder', () => {
  const sources = build?.steps
    .filter(({ keyword }) => keyword === 'COPY')
    .flatMap(({ words }) => words.slice(0, -1));
  for (const source of sources ?? [])
    expect([source, existsSync(join(packageFolder(), source))]).toEqual([source, true]);
  const [everything, ...allowed] = read('.dockerignore').trim().split('\n');
  expect(everything).toBe('*');
  expect(allowed.map((line) => line.replace(/^!/, '')).sort()).toEqual([...new Set(sources)].sort());
});

test('the data lie on a volume that belongs to the user of the service', () => {
  const stepOf = (word: string) => image?.steps.find(({ keyword }) => keyword === word);
  expect(stepOf('VOLUME')?.words).toEqual(['/data']);
  expect(stepOf('RUN')?.text).toBe(`install -d -o ${stepOf('USER')?.text} -g node -m 0700 /data`);
  expect(stepOf('ENV')?.words).toContain('DSAR_DATA_DIR=/data');
});

describe('found is', () => {
  test.each<[string, RegExp, string, RegExp]>([
    ['an instruction nobody knows', /^EXPOSE/m, 'EXPOSED', /Unknown instruction/],
    ['a working folder that hangs in the air', /WORKDIR \/app/, 'WORKDIR app', /WORKDIR paths/],
    ['a base that moves', /node:24-bookworm-slim/g, 'node:latest', /names no version/],
    ['a base without a tag', /node:24-bookworm-slim/g, 'node', /names no version/],
    ['different bases', /node:24-bookworm-slim$/m, 'node:20-bookworm-slim', /different bases/],
    ['root', /^USER node$/m, 'USER 0:0', /as root/],
    ['no user', /^USER node$/m, '', /as root/],
    ['no health check', /^HEALTHCHECK [^]*?(?=ENTRYPOINT)/m, '', /no HEALTHCHECK/],
    ['a shell before the program', /^ENTRYPOINT .*$/m, 'ENTRYPOINT node /app/dist/src/cli.js', /not a list/],
    ['a secret', /^USER node$/m, 'ENV DSAR_MASTER_KEY=abc\nUSER node', /keeps a secret/],
    ['an argument that is a secret', /^USER node$/m, 'ARG NPM_TOKEN\nUSER node', /keeps a secret/],
    ['something fetched', /^USER node$/m, 'ADD https://example.com/x /x\nUSER node', /ADD fetches/],
    ['sources in the image', /^USER node$/m, 'COPY src ./src\nUSER node', /only what was built/],
    ['an installation in the image', /^USER node$/m, 'RUN npm ci\nUSER node', /packages are installed/],
    ['one stage', /^FROM .* AS build\n[^]*(?=^FROM)/m, '', /one stage/],
  ])('%s', (_name, pattern, instead, sentence) => {
    const broken = dockerfile.replace(pattern, instead);
    expect(broken).not.toBe(dockerfile);
    expect(judgeDockerfile(broken)).toContainEqual(expect.stringMatching(sentence));
  });
});
