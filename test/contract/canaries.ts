import { isVendorRecord, type VendorRecord } from '../../src/contract/index.js';
import { fieldNamesOf, type DeclaredSource } from './declared.js';
import { otherPeople } from './fixtures.js';

/** Records with things that must or must not be found again. */
export interface Canaries {
  rows: VendorRecord[];
  values: readonly string[];
}

const markOf = ({ id }: DeclaredSource) => id.replaceAll('-', '');

/** Fields that open something for whoever holds them, by their names: a declaration may forget one. */
const opens = /(^|_)(password|passcode|pin|pin_code|host_key|play_url|share_url|start_url|access_token)$/;
const opensByAddress = /([?&](?:pwd|tk|token)=)[^&]*/;

/** Something in every field that is never to be disclosed, as it is declared and as its name says. */
export function withSecrets(source: DeclaredSource, rows: readonly VendorRecord[]): Canaries {
  const values: string[] = [];
  const make = () => {
    values.push(`canary${markOf(source)}secret${values.length}x`);
    return values.at(-1) ?? '';
  };
  const declared = source.secrets.map((secret) => {
    const [name = '', parameter] = secret.split('?');
    if (parameter === undefined) return { [name]: make() };
    return { [name]: `https://example.com/x?${parameter === '*' ? 'token' : parameter}=${make()}` };
  });
  const marked = mapTexts(rows, (text, field) => {
    if (opens.test(field)) return make();
    return text.replace(opensByAddress, (_whole, before: string) => `${before}${make()}`);
  });
  return { rows: marked.map((row) => ({ ...row, kept_aside: { deeper: declared } })), values };
}

/** Somebody in every field that names other people; those whom the fixtures name have another name in each source. */
export function withOthers(source: DeclaredSource, rows: readonly VendorRecord[]): Canaries {
  const values = new Set<string>();
  const add = (value: string) => {
    values.add(value);
    return value;
  };
  const declared = source.thirdParties.map((rule, index) => {
    const mark = `${markOf(source)}${'abcdefghijklm'.charAt(index)}`;
    const one = {
      ...valueOf(rule.name, `Somebody Q${mark}`, add),
      ...valueOf(rule.email, `somebody.${mark}@example.com`, add),
      ...valueOf(rule.id, `iDofSomebody${mark}`, add),
    };
    return rule.in === undefined ? one : { [rule.in]: [one] };
  });
  const marked = mapTexts(rows, (text) => {
    const other = otherPeople.find((one) => one === text);
    if (other === undefined) return text;
    return add(other.includes('@') ? `${markOf(source)}.${other}` : `${other}${markOf(source)}`);
  });
  return { rows: marked.map((row) => ({ ...row, present: declared })), values: [...values] };
}

const valueOf = (
  fields: string | readonly string[] | undefined,
  value: string,
  add: (value: string) => string,
) =>
  Object.fromEntries(
    fieldNamesOf(fields)
      .slice(0, 1)
      .flatMap((field) => partsOf(field, value).map(([name, part]) => [name, add(part)])),
  );

/** `first_name+last_name` are the fields of one name. */
function partsOf(field: string, value: string): [name: string, part: string][] {
  const [first = '', last] = field.split('+');
  const mark = value.split(' ').at(-1) ?? '';
  return last === undefined
    ? [[first, value]]
    : [
        [first, `Some${mark}`],
        [last, mark],
      ];
}

/** Records with every text replaced, at any depth. */
function mapTexts(
  rows: readonly VendorRecord[],
  change: (text: string, field: string) => string,
): VendorRecord[] {
  const mapped = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return change(value, field);
    if (Array.isArray(value)) return value.map((item) => mapped(item, field));
    if (!isVendorRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, mapped(held, name)]));
  };
  return rows.map((row) => mapped(row, '') as VendorRecord);
}
