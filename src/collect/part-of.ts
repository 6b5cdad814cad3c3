/** Addresses are made anew for every answer, so two copies of a record differ in them. */
const address = /^https?:\/\//;

/** Whether everything one value holds stands in another as well, addresses aside. */
export function isPartOf(part: unknown, whole: unknown): boolean {
  if (Object.is(part, whole)) return true;
  if (typeof part === 'string' && typeof whole === 'string') return address.test(part) && address.test(whole);
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((item, index) => isPartOf(item, whole[index]))
    );
  if (!isObject(part) || !isObject(whole)) return false;
  return Object.entries(part).every(
    ([name, value]) => Object.hasOwn(whole, name) && isPartOf(value, whole[name]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
