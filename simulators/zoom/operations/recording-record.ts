import type { JsonObject, JsonValue } from '../json.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { ZoomState } from '../zoom-state.js';

/** A recorded meeting as the API shows it: every media reference becomes a URL made anew for this answer. */
export function recordingRecord(record: JsonObject, state: ZoomState): JsonObject {
  const shown: JsonObject = { ...record };
  for (const list of ['recording_files', 'participant_audio_files']) {
    const files = record[list];
    if (Array.isArray(files)) shown[list] = files.map((file) => withFreshUrl(file, state));
  }
  return shown;
}

function withFreshUrl(file: JsonValue, state: ZoomState): JsonValue {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return file;
  const mediaId = mediaIdOf(file.download_url);
  if (mediaId === undefined) return file;
  return { ...file, download_url: `${state.origin}${state.downloadUrls.recordingPath(mediaId)}` };
}
