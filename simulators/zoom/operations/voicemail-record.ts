import type { JsonObject } from '../json.js';
import { mediaIdOf } from '../media/media-reference.js';
import type { ZoomState } from '../zoom-state.js';

const detailOnly = new Set([
  'transcription',
  'deleted_time',
  'days_left_auto_permantely_delete',
  'soft_deleted_type',
  'intent_detect_status',
  'intent_results',
  'voice_mail_task',
]);

/** A voicemail with all its fields, as the detail call shows it; its file is an operation of the API. */
export function voicemailRecord(record: JsonObject, state: ZoomState): JsonObject {
  const mediaId = mediaIdOf(record.download_url);
  if (mediaId === undefined) return record;
  return { ...record, download_url: `${state.origin}/v2/phone/voice_mails/download/${mediaId}` };
}

/** A voicemail as lists show it: without transcription and deletion. */
export function listedVoicemail(record: JsonObject, state: ZoomState): JsonObject {
  const fields = Object.entries(voicemailRecord(record, state));
  return Object.fromEntries(fields.filter(([field]) => !detailOnly.has(field)));
}
