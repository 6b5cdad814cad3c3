/** What stands where a secret stood. */
export const maskedText = '[masked]';

/** Fields to mask whole, and URL parameters to mask inside fields. */
interface MaskRules {
  fields: ReadonlySet<string>;
  parameters: ReadonlyMap<string, readonly string[]>;
}

/** Masks declared secrets of a record at any depth, and counts them. */
export type Mask = (record: unknown) => { record: unknown; masked: number };

/** Makes a mask of a source's `secrets`: `name` for a field, `name?parameter` for a part of a URL field. */
export function createMask(secrets: readonly string[]): Mask {
  const rules = readRules(secrets);
  return (record) => {
    const walk = { masked: 0 };
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

function maskValue(rules: MaskRules, walk: { masked: number }, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => maskValue(rules, walk, item));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskField(rules, walk, name, inner)]),
  );
}

function maskField(rules: MaskRules, walk: { masked: number }, name: string, value: unknown): unknown {
  if (rules.fields.has(name)) {
    // A flag tells that there is a secret, not the secret.
    if (value === null || value === '' || value === undefined || typeof value === 'boolean') return value;
    walk.masked += 1;
    return maskedText;
  }
  const parameters = rules.parameters.get(name);
  if (!parameters) return maskValue(rules, walk, value);
  if (Array.isArray(value)) return value.map((item) => maskField(rules, walk, name, item));
  if (typeof value === 'object' && value !== null) return maskInside(rules, walk, name, value);
  if (typeof value !== 'string') return value;
  const safe = maskParameters(value, parameters);
  if (safe !== value) walk.masked += 1;
  return safe;
}

/** An object where an address was expected: texts in it that have no rule of their own count as the address. */
function maskInside(rules: MaskRules, walk: { masked: number }, field: string, value: object): unknown {
  const hasRule = (name: string) => rules.fields.has(name) || rules.parameters.has(name);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      maskField(rules, walk, hasRule(name) ? name : field, inner),
    ]),
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
