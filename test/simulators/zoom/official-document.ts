import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import formats from 'ajv-formats';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';

/** A JSON schema as the official documents write it. */
export interface OfficialSchema {
  properties?: Record<string, OfficialSchema>;
  items?: OfficialSchema;
  allOf?: OfficialSchema[];
  oneOf?: OfficialSchema[];
  anyOf?: OfficialSchema[];
}

/** One operation of an official document. */
export interface OfficialOperation {
  description: string;
  responses: Record<string, { description?: string; content?: Record<string, { schema: OfficialSchema }> }>;
}

/** The GET operation of a template in one of the documents of a folder. */
export function officialOperation(folder: string, file: string, template: string): OfficialOperation {
  const document = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    paths: Record<string, { get?: OfficialOperation } | undefined>;
  };
  const operation = document.paths[template]?.get;
  if (!operation) throw new Error(`${file} does not document GET ${template}`);
  return operation;
}

/** Where an answer differs from its schema, as `path keyword` without indexes, each once. */
export function schemaDeviations(schema: OfficialSchema, answer: unknown): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  formats.default(ajv);
  const validate = ajv.compile(lenient(schema));
  if (validate(answer)) return [];
  const errors = (validate.errors ?? []).map(
    ({ instancePath, keyword }) => `${withoutIndexes(instancePath)} ${keyword}`,
  );
  return [...new Set(errors)].sort();
}

/** Paths of fields in an answer that its schema does not declare, each once. */
export function undeclaredFields(schema: OfficialSchema, answer: unknown): string[] {
  const found = new Set<string>();
  collectUndeclared([schema], answer, '', found);
  return [...found].sort();
}

function collectUndeclared(
  schemas: OfficialSchema[],
  value: unknown,
  path: string,
  found: Set<string>,
): void {
  const all = schemas.flatMap(withParts);
  if (Array.isArray(value)) {
    const items = all.flatMap(({ items: schema }) => schema ?? []);
    for (const item of value) collectUndeclared(items, item, path, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, content] of Object.entries(value)) {
      const declared = all.flatMap(({ properties }) => properties?.[field] ?? []);
      if (declared.length === 0) found.add(`${path}/${field}`);
      else collectUndeclared(declared, content, `${path}/${field}`, found);
    }
  }
}

function withParts(schema: OfficialSchema): OfficialSchema[] {
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [schema, ...parts.flatMap(withParts)];
}

// In the documents oneOf lists shapes whose fields are all optional, so that one answer fits several.
function lenient(schema: OfficialSchema): AnySchema {
  return JSON.parse(JSON.stringify(schema), function (this: unknown, key: string, value: unknown) {
    if (key === 'example') return undefined;
    if (typeof value !== 'object' || value === null || !('oneOf' in value)) return value;
    const { oneOf, ...rest } = value;
    return { ...rest, anyOf: oneOf };
  }) as AnySchema;
}

function withoutIndexes(path: string): string {
  return path.replace(/\/\d+(?=\/|$)/g, '');
}
