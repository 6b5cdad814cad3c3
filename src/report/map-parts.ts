/** A list with every item mapped; one in which nothing changes is not copied. */
export function mapItems(list: readonly unknown[], map: (item: unknown) => unknown): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let place = 0; place < list.length; place += 1) {
    const item = map(list[place]);
    if (item !== list[place]) (changed ??= [...list])[place] = item;
  }
  return changed ?? list;
}

/** An object with every field mapped, in their order; one in which nothing changes is not copied. */
export function mapFields(object: object, map: (name: string, value: unknown) => unknown): object {
  let changes: Map<string, unknown> | undefined;
  for (const name of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[name];
    const mapped = map(name, value);
    if (mapped !== value) (changes ??= new Map<string, unknown>()).set(name, mapped);
  }
  if (!changes) return object;
  const all = changes;
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => [name, all.has(name) ? all.get(name) : inner]),
  );
}
