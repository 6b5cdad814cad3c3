import type { JsonObject } from '../../json.js';
import { endOf, type DemoCall } from './demo-calls.js';
import { summaryIdOf } from './demo-call-summaries.js';
import type { DemoContext } from './demo-context.js';

/** `call_elements[]` of the calls, one for each leg. */
export function demoCallElements(context: DemoContext, calls: DemoCall[]): JsonObject[] {
  return calls.flatMap((call) => call.elementIds.map((id, leg) => element(context, call, id, leg)));
}

function element(context: DemoContext, call: DemoCall, id: string, leg: number): JsonObject {
  const { person, random } = context;
  const own: Record<string, string> = {
    name: person.name,
    email: person.email,
    did_number: person.number,
    ext_number: person.extension,
  };
  const other: Record<string, string> = call.isInternal
    ? {
        name: call.otherName,
        email: `${call.otherName.toLowerCase().replace(' ', '.')}@example.com`,
        ext_number: call.otherNumber,
      }
    : { name: call.otherName, did_number: call.otherNumber };
  const [caller, callee] = call.direction === 'inbound' ? [other, own] : [own, other];
  return {
    call_element_id: id,
    call_history_uuid: call.historyUuid,
    call_id: call.callId,
    connect_type: call.isInternal ? 'internal' : 'external',
    call_type: 'general',
    direction: call.direction,
    hide_caller_id: false,
    end_to_end: false,
    ...side('caller', caller, call.isInternal || caller === own),
    ...side('callee', callee, call.isInternal || callee === own),
    start_time: call.start,
    ...(call.result === 'answered' ? { answer_time: call.start } : {}),
    end_time: endOf(call),
    event: leg === 0 ? (call.direction === 'inbound' ? 'incoming' : 'outgoing') : 'warm_transfer',
    result: call.result,
    talk_time: call.result === 'answered' ? call.seconds : 0,
    hold_time: 0,
    wait_time: random.int(1, 20),
    ...(call.recordingId && leg === 0 ? { recording_id: call.recordingId, recording_type: 'ad-hoc' } : {}),
    ...(call.recordingId && leg === 0 ? { ai_call_summary_id: summaryIdOf(call) } : {}),
    ...(call.voicemailId && leg === 0 ? { voicemail_id: call.voicemailId } : {}),
    // A field no document names; the call's number as an integer with more digits than a double holds.
    call_sequence: BigInt(call.callId),
  };
}

function side(name: 'caller' | 'callee', values: Record<string, string>, isExtension: boolean): JsonObject {
  const fields = Object.entries(values).map(([field, value]) => [`${name}_${field}`, value]);
  return {
    ...(Object.fromEntries(fields) as JsonObject),
    [`${name}_ext_type`]: isExtension ? 'user' : 'external_contact',
    [`${name}_number_type`]: isExtension ? 'zoom_pstn' : 'external_pstn',
    [`${name}_country_iso_code`]: 'DE',
    [`${name}_country_code`]: '49',
  };
}
