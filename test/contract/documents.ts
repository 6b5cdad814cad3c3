import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  schemaDeviations,
  undeclaredFields,
  type OfficialSchema,
} from '../simulators/zoom/official-document.js';

interface PageSize {
  maximum?: number;
  type?: string;
  example?: unknown;
}

interface Operation {
  description?: string;
  parameters?: { name: string; description?: string; schema?: PageSize }[];
  responses: Record<string, { content?: Record<string, { schema: OfficialSchema }> }>;
}

/** What the vendor's documents say of one operation. */
export interface Documented {
  granular: string[];
  classic: string[];
  label: string | undefined;
  /** Largest `page_size`; absent: not documented. */
  largestPage: number | undefined;
  /** Where an answer differs from its schema, and which fields the schema does not name. */
  deviations: (answer: unknown) => string[];
  undeclared: (answer: unknown) => string[];
}

const folder = process.env.ZOOM_OPENAPI_DIR ?? '';

/** Whether the documents are at hand. */
export const hasDocuments = folder !== '';

const plain = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}');
let operations: Map<string, Operation> | undefined;

function readAll(): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'events.json')) {
    const { paths = {} } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      paths?: Record<string, { get?: Operation }>;
    };
    for (const [path, { get }] of Object.entries(paths)) if (get) found.set(plain(path), get);
  }
  return found;
}

/** What is documented of an endpoint, whatever its placeholders are called. */
export function documented(endpoint: string): Documented {
  operations ??= readAll();
  const operation = operations.get(plain(endpoint));
  if (!operation) throw new Error(`The documents do not know GET ${endpoint}.`);
  return describe(operation);
}

/** Scopes of every documented download. */
export function documentedDownloads(): string[][] {
  operations ??= readAll();
  return [...operations].flatMap(([path, operation]) =>
    path.includes('/download') ? [describe(operation).granular] : [],
  );
}

function describe({ description = '', parameters = [], responses }: Operation): Documented {
  const named = (title: string) => {
    const [, line = ''] = new RegExp(`\\[${title}\\]\\([^)]*\\):\\*\\* (.*)`).exec(description) ?? [];
    return [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  };
  const schema = responses['200']?.content?.['application/json']?.schema ?? {};
  return {
    granular: named('Granular Scopes'),
    classic: named('Scopes'),
    label: named('Rate Limit Label')[0]?.toLowerCase(),
    largestPage: largestOf(parameters.find(({ name }) => name === 'page_size')),
    deviations: (answer) => schemaDeviations(schema, answer),
    undeclared: (answer) => undeclaredFields(schema, answer),
  };
}

/** Where a size is written as a text, its example is all that is known to be allowed. */
const largestOf = ({ schema = {}, description = '' }: { schema?: PageSize; description?: string } = {}) => {
  const { maximum, type, example } = schema;
  // Some documents state it in words only.
  const [, inWords] = /maximum is \*\*(\d+)\*\*/.exec(description) ?? [];
  if (maximum ?? inWords) return maximum ?? Number(inWords);
  return type === 'string' ? Number(example) : undefined;
};
