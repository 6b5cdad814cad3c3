import { mapFields, mapItems } from './map-parts.js';
import { RecordPath } from './record-path.js';

/** What stands where a secret stood. */
export const maskedText = '[masked]';

/** Fields to mask whole, and URL parameters to mask inside fields. */
interface MaskRules {
  fields: ReadonlySet<string>;
  parameters: ReadonlyMap<string, readonly string[]>;
}

/** Masks declared secrets of a record at any depth, counts them, and tells where each one stood. */
export type Mask = (
  record: unknown,
  found?: (path: RecordPath) => void,
) => { record: unknown; masked: number };

/** A walk through one record. */
interface Walk {
  masked: number;
  path: RecordPath;
  found?: (path: RecordPath) => void;
}

/** Makes a mask of a source's `secrets`: `name` for a field, `name?parameter` for a part of a URL field. */
export function createMask(secrets: readonly string[]): Mask {
  const rules = readRules(secrets);
  return (record, found) => {
    const walk: Walk = { masked: 0, path: new RecordPath(), found };
    return { record: maskValue(rules, walk, record), masked: walk.masked };
  };
}

function readRules(secrets: readonly string[]): MaskRules {
  const parameters = new Map<string, string[]>();
  const fields = new Set<string>();
  for (const secret of secrets) {
    const [field = '', parameter] = secret.split('?');
    if (parameter === undefined) fields.add(field);
    else parameters.set(field, [...(parameters.get(field) ?? []), parameter.toLowerCase()]);
  }
  return { fields, parameters };
}

function maskValue(rules: MaskRules, walk: Walk, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return inside(walk, '[]', () => mapItems(value, (item) => maskValue(rules, walk, item)));
  return mapFields(value, (name, inner) => inside(walk, name, () => maskField(rules, walk, name, inner)));
}

function maskField(rules: MaskRules, walk: Walk, name: string, value: unknown): unknown {
  if (rules.fields.has(name)) {
    // A flag tells that there is a secret, not the secret.
    if (value === null || value === '' || value === undefined || typeof value === 'boolean') return value;
    count(walk);
    return maskedText;
  }
  const parameters = rules.parameters.get(name);
  if (!parameters) return maskValue(rules, walk, value);
  if (Array.isArray(value))
    return inside(walk, '[]', () => mapItems(value, (item) => maskField(rules, walk, name, item)));
  if (typeof value === 'object' && value !== null) return maskInside(rules, walk, name, value);
  if (typeof value !== 'string') return value;
  const safe = maskParameters(value, parameters);
  if (safe !== value) count(walk);
  return safe;
}

function count(walk: Walk): void {
  walk.masked += 1;
  walk.found?.(walk.path);
}

function inside<T>({ path }: Walk, name: string, walkOn: () => T): T {
  path.enter(name);
  const result = walkOn();
  path.leave();
  return result;
}

/** An object where an address was expected: texts in it that have no rule of their own count as the address. */
function maskInside(rules: MaskRules, walk: Walk, field: string, value: object): unknown {
  const hasRule = (name: string) => rules.fields.has(name) || rules.parameters.has(name);
  return mapFields(value, (name, inner) =>
    inside(walk, name, () => maskField(rules, walk, hasRule(name) ? name : field, inner)),
  );
}

function maskParameters(address: string, parameters: readonly string[]): string {
  const start = address.indexOf('?');
  if (start === -1) return address;
  const parts = address.slice(start + 1).split(/(&(?:amp;)?)/);
  const masked = parts.map((part) => {
    const [name = ''] = part.split('=');
    const isSecret =
      parameters.includes(readName(name)) || (parameters.includes('*') && !part.startsWith('&'));
    return isSecret ? `${name}=${maskedText}` : part;
  });
  return `${address.slice(0, start)}?${masked.join('')}`;
}

/** A parameter's name as a server reads it, whatever its spelling. */
function readName(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase(); // a stray percent sign encodes nothing
  }
}
