import type { JsonObject } from '../../json.js';
import type { MediaFile } from '../../media/media-file.js';

/** Adds the recording files to the media and spreads them over the recordings: gives the files of one of these. */
export function largeRecordingFiles(
  media: Map<string, MediaFile>,
  recordings: number,
  { mediaFiles = 20, mediaBytes: bytes = 1_048_576 }: { mediaFiles?: number; mediaBytes?: number },
): (recording: number, start: string) => JsonObject[] {
  const idOf = (index: number) => `recording-file-${index}`;
  for (let index = 0; index < mediaFiles; index += 1) {
    media.set(idOf(index), { id: idOf(index), contentType: 'video/mp4', bytes });
  }
  return (recording, start) => {
    const files: JsonObject[] = [];
    for (let index = recording; index < mediaFiles; index += recordings) {
      files.push(recordingFile(idOf(index), bytes, start));
    }
    return files;
  };
}

function recordingFile(mediaId: string, bytes: number, start: string): JsonObject {
  return {
    id: `file-of-${mediaId}`,
    recording_start: start,
    recording_end: start,
    file_type: 'MP4',
    file_extension: 'MP4',
    file_size: bytes,
    recording_type: 'active_speaker',
    download_url: `media:${mediaId}`,
    status: 'completed',
  };
}
