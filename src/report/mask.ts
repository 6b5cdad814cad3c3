/** What stands where a secret stood. */
export const maskedText = '[masked]';

/** Deeper data than this is not walked; JSON of the vendor is a handful of levels deep. */
const deepest = 100;

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
    return { record: maskValue(rules, walk, record, 0), masked: walk.masked };
  };
}

function readRules(secrets: readonly string[]): MaskRules {
  const parameters = new Map<string, string[]>();
  const fields = new Set<string>();
  for (const secret of secrets) {
    const [field = '', parameter] = secret.split('?');
    if (parameter === undefined) fields.add(field);
    else parameters.set(field, [...(parameters.get(field) ?? []), parameter]);
  }
  return { fields, parameters };
}

function maskValue(rules: MaskRules, walk: { masked: number }, value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => maskValue(rules, walk, item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskField(rules, walk, name, inner, depth)]),
  );
}

function maskField(
  rules: MaskRules,
  walk: { masked: number },
  name: string,
  value: unknown,
  depth: number,
): unknown {
  if (rules.fields.has(name)) {
    // A flag tells that there is a secret, not the secret.
    if (value === null || value === '' || value === undefined || typeof value === 'boolean') return value;
    walk.masked += 1;
    return maskedText;
  }
  const parameters = rules.parameters.get(name);
  if (!parameters || typeof value !== 'string') return maskValue(rules, walk, value, depth + 1);
  const safe = maskParameters(value, parameters);
  if (safe !== value) walk.masked += 1;
  return safe;
}

function maskParameters(address: string, parameters: readonly string[]): string {
  const start = address.indexOf('?');
  if (start === -1) return address;
  const pairs = address.slice(start + 1).split('&');
  const masked = pairs.map((pair) => {
    const [name = ''] = pair.split('=');
    return parameters.includes('*') || parameters.includes(name) ? `${name}=${maskedText}` : pair;
  });
  return `${address.slice(0, start)}?${masked.join('&')}`;
}
