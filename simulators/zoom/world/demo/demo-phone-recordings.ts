import type { JsonObject } from '../../json.js';
import { textMedia } from '../../media/text-media.js';
import { endOf, type DemoCall } from './demo-calls.js';
import type { DemoContext } from './demo-context.js';

/** Recordings of the calls that were recorded; two of three have a transcript. */
export function demoPhoneRecordings(context: DemoContext, calls: DemoCall[]): JsonObject[] {
  const recorded = calls.flatMap((call) => (call.recordingId ? [{ call, id: call.recordingId }] : []));
  return recorded.map(({ call, id }, index) => phoneRecording(context, call, id, index % 3 !== 2));
}

function phoneRecording(
  context: DemoContext,
  call: DemoCall,
  id: string,
  hasTranscript: boolean,
): JsonObject {
  const { random, media, person } = context;
  const mediaId = random.id();
  media.set(mediaId, { id: mediaId, contentType: 'audio/mpeg', bytes: random.int(15_000, 60_000) });
  const own = { name: person.name, extension_number: person.extension };
  const isInbound = call.direction === 'inbound';
  return {
    id,
    call_id: call.callId,
    call_log_id: call.logId,
    call_history_id: call.historyUuid,
    call_element_id: call.elementIds[0],
    caller_name: isInbound ? call.otherName : person.name,
    caller_number: isInbound ? call.otherNumber : person.extension,
    caller_number_type: isInbound && !call.isInternal ? 2 : 1,
    callee_name: isInbound ? person.name : call.otherName,
    callee_number: isInbound ? person.extension : call.otherNumber,
    callee_number_type: !isInbound && !call.isInternal ? 2 : 1,
    ...(isInbound ? { accepted_by: own } : { outgoing_by: own }),
    date_time: call.start,
    direction: call.direction,
    duration: call.seconds,
    download_url: `media:${mediaId}`,
    ...(hasTranscript ? { transcript_download_url: `media:${transcript(context, call, id)}` } : {}),
  };
}

function transcript(
  { random, media, accountId, person }: DemoContext,
  call: DemoCall,
  recordingId: string,
): string {
  const mediaId = random.id();
  const lines = [
    { text: `This is ${call.otherName} speaking.`, ts: '00:00:00.000', end_ts: '00:00:01.900' },
    { text: 'Thank you for calling.', ts: '00:00:02.000', end_ts: '00:00:03.600' },
  ];
  const content = {
    type: 'zoom_transcript',
    ver: 1,
    recording_id: recordingId,
    account_id: accountId,
    host_id: person.id,
    recording_start: call.start,
    recording_end: endOf(call),
    timeline: lines.map((line, place) => ({
      ...line,
      ...{ raw_text: line.text, channelMark: place === 0 ? 'L' : 'R' },
    })),
  };
  media.set(mediaId, textMedia(mediaId, 'application/json', JSON.stringify(content)));
  return mediaId;
}
