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
  const mapped = Object.entries(object).map(([name, inner]: [string, unknown]): [string, unknown] => {
    path.enter(name);
    const safe = mapTexts(inner, map, path);
    path.leave();
    return [name, safe];
  });
  const isSame = Object.values(object).every((inner, place) => inner === mapped[place]?.[1]);
  return isSame ? object : Object.fromEntries(mapped);
}
