import type { JsonObject } from '../../json.js';

/** An array whose records are made when they are read and never kept; it cannot be changed. */
export function generatedList(length: number, make: (index: number) => JsonObject): JsonObject[] {
  const has = (key: string | symbol) => typeof key === 'string' && /^\d+$/.test(key) && Number(key) < length;
  return new Proxy<JsonObject[]>([], {
    get: (target, key, receiver): unknown => {
      if (key === 'length') return length;
      return has(key) ? make(Number(key)) : Reflect.get(target, key, receiver);
    },
    has: (target, key) => has(key) || Reflect.has(target, key),
    set: () => false,
  });
}
