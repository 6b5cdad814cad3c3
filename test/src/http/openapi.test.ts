import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { zoom } from '../../../connectors/zoom/index.js';
import { errorCodes } from '../../../src/errors.js';
import type { Operation } from '../../../src/http/openapi-parts.js';
import { buildOpenApi } from '../../../src/http/openapi.js';
import { problemTable } from '../../../src/http/problem.js';
import { packageFolder } from '../../../src/package.js';

const written = readFileSync(join(packageFolder(), 'openapi.yaml'), 'utf8');
const document = buildOpenApi([zoom]);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
);

/** Files below a folder of the sources, as text. */
const sourcesOf = (folder: string) =>
  readdirSync(join(packageFolder(), folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(packageFolder(), folder, name), 'utf8'));

/** Codes of the errors a text throws. */
const codesIn = (text: string) =>
  [...text.matchAll(/new AppError\(\s*'([a-z_]+)'/g)].map(([, code]) => code ?? '');

describe('openapi.yaml', () => {
  test('is what the code says: `npm run generate` brings it up to date', () => {
    expect(parse(written)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test('names every operation once, with a summary and an example of each end', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(operations.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        ...['post /v1/access-requests', 'get /v1/access-requests', 'get /v1/access-requests/{id}'],
        ...['delete /v1/access-requests/{id}', 'get /v1/access-requests/{id}/report'],
        ...['get /livez', 'get /readyz'],
      ]),
    );
    for (const [name, { summary, responses }] of operations) {
      expect([name, summary.length > 5]).toEqual([name, true]);
      expect([name, Object.keys(responses).some((status) => /^[23]/.test(status))]).toEqual([name, true]);
    }
  });

  test('every reference leads somewhere', () => {
    const references = [...written.matchAll(/"?#\/components\/([\w/]+)"?/g)].map(([, path]) => path ?? '');
    expect(references.length).toBeGreaterThan(10);
    const { components } = parse(written) as { components: Record<string, Record<string, unknown>> };
    for (const reference of references) {
      const [kind = '', name = ''] = reference.split('/');
      expect([reference, components[kind]?.[name] !== undefined]).toEqual([reference, true]);
    }
  });

  test.each(operations.filter(([name]) => name.includes('/v1/')))(
    '%s names its refusals',
    (name, operation) => {
      const statuses = Object.keys(operation.responses);
      // The vendor's own calls have no key whose role could lack a right; public keys are for every role.
      const isForAll = operation.security !== undefined || name.endsWith('/signing-keys');
      expect(statuses).toEqual(expect.arrayContaining(isForAll ? ['401'] : ['401', '403']));
      if (name.includes('{id}')) expect(statuses).toContain('404');
      for (const [status, response] of Object.entries(operation.responses))
        if (Number(status) >= 400 && status !== '416')
          expect([status, JSON.stringify(response).includes('application/problem+json')]).toEqual([
            status,
            true,
          ]);
    },
  );
});

describe('references', () => {
  test('each resolves as a JSON pointer within the document', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of refs) {
      expect(ref).toMatch(/^#\/[^#]*$/);
      const names = ref
        .slice(2)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
      const found = names.reduce<unknown>(
        (value, name) => (value as Record<string, unknown> | undefined)?.[name],
        document,
      );
      expect([ref, typeof found]).toEqual([ref, 'object']);
    }
  });
});

describe('problem codes', () => {
  const listed = document.info.description;

  test.each(problemTable)('$code is documented with its status and title', ({ code, status, title }) => {
    expect(listed).toContain(`\`${code}\` (${status}): ${title}.`);
    expect(title.length).toBeGreaterThan(10);
  });

  test('whatever the program throws is one of them', () => {
    const used = new Set(sourcesOf('src').flatMap(codesIn));
    expect(used.size).toBeGreaterThan(8);
    expect([...used].filter((code) => !(code in errorCodes))).toEqual([]);
  });

  test('none is left that nothing throws', () => {
    const all = sourcesOf('src').join('\n');
    const unused = Object.keys(errorCodes).filter((code) => all.split(`'${code}'`).length < 2);
    expect(unused).toEqual([]);
  });

  test('a refusal an operation describes by its code is one of them', () => {
    const texts = operations.flatMap(([, { responses }]) => Object.values(responses));
    const named = texts.flatMap((response) =>
      [...JSON.stringify(response).matchAll(/`([a-z]+_[a-z_]+)`:/g)].map(([, code]) => code ?? ''),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const code of named) expect(Object.keys(errorCodes)).toContain(code);
  });
});
