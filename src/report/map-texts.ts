import { mapFields, mapItems } from './map-parts.js';
import { RecordPath } from './record-path.js';

/** What becomes of one text of a record. */
export type MapText = (text: string, path: RecordPath) => string;

/** A value with every text at any depth mapped; what does not change is not copied. */
export function mapTexts(value: unknown, map: MapText, path = new RecordPath()): unknown {
  if (typeof value === 'string') return map(value, path);
  if (typeof value !== 'object' || value === null) return value;
  const inside = (name: string, inner: unknown) => {
    path.enter(name);
    const mapped = mapTexts(inner, map, path);
    path.leave();
    return mapped;
  };
  return Array.isArray(value)
    ? mapItems(value, (item) => inside('[]', item))
    : mapFields(value, (name, inner) => inside(name, inner));
}
