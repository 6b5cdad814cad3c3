import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allOperations } from '../../../simulators/zoom/operations/all-operations.js';
import { documentedRefusals, officialCases, type OfficialCase } from './official-cases.js';
import {
  officialOperation,
  schemaDeviations,
  undeclaredFields,
  type OfficialSchema,
} from './official-document.js';
import { simulate } from './zoom-under-test.js';

const folder = process.env.ZOOM_OPENAPI_DIR ?? '';

if (folder === '') {
  process.stdout.write('not checked: ZOOM_OPENAPI_DIR is not set\n');
  it('is not checked against the official documents while ZOOM_OPENAPI_DIR is not set', () => {
    expect(process.env.ZOOM_OPENAPI_DIR ?? '').toBe('');
  });
} else {
  describe('answers fit the official documents', () => {
    it.each(officialCases.map((item) => [`${item.template} ${item.paths[0] ?? ''}`, item] as const))(
      '%s',
      async (_, item) => {
        const { template, file, paths, part = (schema: OfficialSchema) => schema } = item;
        const zoom = await simulate();
        zoom.simulator.world.emptyFirstPages = [];
        checkAnswers(
          await Promise.all(paths.map((path) => zoom.get(path))),
          item,
          part(schemaOf(file, template)),
        );
        expect(zoom.simulator.calls.every(({ operation }) => operation === template)).toBe(true);
      },
    );

    it('of every voicemail', async () => {
      const zoom = await simulate();
      const { voicemails, trashedVoicemails } = zoom.person.phone;
      const answers = await Promise.all(
        [...voicemails, ...trashedVoicemails].map(({ id }) => zoom.get(`/phone/voice_mails/${id as string}`)),
      );
      const template = '/phone/voice_mails/{voicemailId}';
      checkAnswers(answers, { file: 'phone.json', template, paths: [] }, schemaOf('phone.json', template));
    });
  });

  describe('what the simulator knows of an operation is what its document says', () => {
    it.each(allOperations.map((operation) => [operation.template, operation] as const))(
      '%s',
      (template, operation) => {
        const { description } = officialOperation(folder, fileOf(template), template);
        const named = (title: string) =>
          [
            ...(new RegExp(`\\[${title}\\]\\([^)]*\\):\\*\\* (.*)`).exec(description)?.[1] ?? '').matchAll(
              /\`([^\`]+)\`/g,
            ),
          ].map(([, name]) => name);
        // In which order a document names them says nothing.
        expect([...operation.scopes.classic].sort()).toEqual(named('Scopes').sort());
        expect([...operation.scopes.granular].sort()).toEqual(named('Granular Scopes').sort());
        // Where the document names no label, the strictest that fits counts.
        const [label = 'heavy'] = named('Rate Limit Label');
        expect(operation.label).toBe(label.toLowerCase());
      },
    );
  });

  describe('refusals are documented', () => {
    it.each(documentedRefusals())('%s answers %i/%i', async (path, status, code) => {
      const zoom = await simulate({ longWindows: 'refuse' });
      zoom.person.recordings.splice(0);
      expect(await zoom.get(path)).toMatchObject({ status, body: { code } });
      const template = zoom.simulator.calls[0]?.operation ?? '';
      const documented = officialOperation(folder, fileOf(template), template).responses[String(status)]
        ?.description;
      expect(documented).toContain(`\`${code}\``);
    });
  });
}

function schemaOf(file: string, template: string): OfficialSchema {
  const schema = officialOperation(folder, file, template).responses['200']?.content?.['application/json']
    ?.schema;
  if (!schema) throw new Error(`no schema for ${template}`);
  return schema;
}

function fileOf(template: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'events.json');
  const file = names.find((name) => readFileSync(join(folder, name), 'utf8').includes(`"${template}":`));
  if (file === undefined) throw new Error(`No document has ${template}.`);
  return file;
}

function checkAnswers(
  answers: { status: number; body: unknown }[],
  item: OfficialCase,
  schema?: OfficialSchema,
) {
  if (!schema) throw new Error(`no such part of the schema of ${item.template}`);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const found = (check: typeof schemaDeviations) =>
    [...new Set(answers.flatMap(({ body }) => check(schema, body)))].sort();
  expect(found(schemaDeviations)).toEqual(Object.keys(item.deviations ?? {}).sort());
  expect(found(undeclaredFields)).toEqual(Object.keys(item.undeclared ?? {}).sort());
}
