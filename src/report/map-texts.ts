import { RecordPath } from './record-path.js';

/** What becomes of one text of a record. */
export type MapText = (text: string, path: RecordPath) => string;

/** A value with every text at any depth mapped; what does not change is not copied. */
export function mapTexts(value: unknown, map: MapText, path = new RecordPath()): unknown {
  if (typeof value === 'string') return map(value, path);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? mapList(value, map, path) : mapObject(value, map, path);
}

function mapList(list: unknown[], map: MapText, path: RecordPath): unknown[] {
  path.enter('[]');
  const mapped = list.map((item) => mapTexts(item, map, path));
  path.leave();
  return mapped.every((item, place) => item === list[place]) ? list : mapped;
}

function mapObject(object: object, map: MapText, path: RecordPath): object {
  let changes: Map<string, unknown> | undefined;
  for (const name of Object.keys(object)) {
    const inner = (object as Record<string, unknown>)[name];
    path.enter(name);
    const safe = mapTexts(inner, map, path);
    path.leave();
    if (safe !== inner) (changes ??= new Map<string, unknown>()).set(name, safe);
  }
  if (!changes) return object;
  const all = changes;
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => [name, all.has(name) ? all.get(name) : inner]),
  );
}
