import type { JsonObject, WorldUser } from '../../simulators/zoom/index.js';

/** The media of a person's files, by the keys under which file steps know them. */
export function mediaOfFiles({ recordings, trash, phone }: WorldUser): Map<string, string> {
  const found = new Map<string, string>();
  const add = (key: string, { download_url: reference }: JsonObject) => {
    if (typeof reference === 'string') found.set(key, reference.replace(/^media:/, ''));
  };
  for (const recording of [...recordings, ...trash.meeting_recordings, ...trash.recording_file])
    for (const file of [recording.recording_files, recording.participant_audio_files].flat())
      if (file) add(keyOf(recording, file as JsonObject), file as JsonObject);
  for (const voicemail of [...phone.voicemails, ...phone.trashedVoicemails])
    if (typeof voicemail.id === 'string') add(voicemail.id, voicemail);
  return found;
}

/** Captions and timelines have no id. */
function keyOf({ uuid }: JsonObject, { id, file_type, recording_type, recording_start }: JsonObject): string {
  const named = id === undefined ? [file_type, recording_type, recording_start] : [id];
  return [uuid, ...named].map((part) => (typeof part === 'string' ? part : '')).join('|');
}
