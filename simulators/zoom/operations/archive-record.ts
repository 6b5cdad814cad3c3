import type { JsonObject, JsonValue } from '../json.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { ZoomState } from '../zoom-state.js';

const paths: Record<string, string> = {
  archive_files: '/rec/archive/download/',
  physical_files: '/rec/archive/attached/download/',
};

/** An archived meeting as the API shows it: every media reference becomes a URL made anew for this answer. */
export function archiveRecord(meeting: JsonObject, state: ZoomState): JsonObject {
  const shown: JsonObject = { ...meeting };
  for (const [list, path] of Object.entries(paths)) {
    const files = meeting[list];
    if (Array.isArray(files)) shown[list] = files.map((file) => withFreshUrl(file, path, state));
  }
  return shown;
}

function withFreshUrl(file: JsonValue, path: string, { origin, downloadUrls }: ZoomState): JsonValue {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return file;
  const mediaId = mediaIdOf(file.download_url);
  if (mediaId === undefined) return file;
  const sealed = downloadUrls.recordingPath(mediaId).slice('/rec/download/'.length);
  return { ...file, download_url: `${origin}${path}${sealed}` };
}
