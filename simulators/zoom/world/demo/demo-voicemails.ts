import type { JsonObject } from '../../json.js';
import type { DemoCall } from './demo-calls.js';
import type { DemoContext } from './demo-context.js';
import { minutesAgo } from './demo-times.js';

/** Voicemails of the calls that ended in one; every fifth is in the trash. */
export function demoVoicemails(
  context: DemoContext,
  calls: DemoCall[],
): { kept: JsonObject[]; trashed: JsonObject[] } {
  const all = calls.flatMap((call) => (call.voicemailId ? [voicemail(context, call, call.voicemailId)] : []));
  return {
    kept: all.filter((_, index) => index % 5 !== 2),
    trashed: all.filter((_, index) => index % 5 === 2).map((record) => ({ ...record, ...deletion(context) })),
  };
}

function voicemail(context: DemoContext, call: DemoCall, id: string): JsonObject {
  const { random, media, person } = context;
  const mediaId = random.id();
  media.set(mediaId, { id: mediaId, contentType: 'audio/mpeg', bytes: random.int(6_000, 24_000) });
  const isTranscribed = random.chance(0.8);
  return {
    id,
    call_id: call.callId,
    call_log_id: call.logId,
    call_history_id: call.historyUuid,
    call_element_id: call.elementIds[0],
    caller_name: call.otherName,
    caller_number: call.otherNumber,
    caller_number_type: call.isInternal ? 1 : 2,
    callee_name: person.name,
    callee_number: person.extension,
    callee_number_type: 1,
    date_time: call.start,
    duration: call.seconds,
    status: random.chance(0.7) ? 'read' : 'unread',
    download_url: `media:${mediaId}`,
    transcription: isTranscribed
      ? { status: 2, content: `Hello Alex, this is ${call.otherName}. Please call me back.`, engine: 'zoom' }
      : { status: 0, content: '' },
    intent_detect_status: 'not_started',
  };
}

function deletion(context: DemoContext): JsonObject {
  return {
    deleted_time: minutesAgo(context, 9 * 24 * 60),
    days_left_auto_permantely_delete: 21,
    soft_deleted_type: 'Manual',
  };
}
