import type { JsonObject, JsonValue } from '../json.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { ZoomState } from '../zoom-state.js';

/** A message with an address for each of its files; a new one in every answer. */
export function withFileAddresses(value: JsonObject, state: ZoomState): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, addressed(name, held, state)]),
  );
}

function addressed(name: string, held: JsonValue | undefined, state: ZoomState): JsonValue | undefined {
  const media = name === 'download_url' ? mediaIdOf(held) : undefined;
  if (media !== undefined) return `${state.origin}${state.downloadUrls.filePath(media)}`;
  if (!Array.isArray(held)) return held;
  return held.map((item) => (isObject(item) ? withFileAddresses(item, state) : item));
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
