import type { JsonObject } from '../../json.js';
import { endOf, type DemoCall } from './demo-calls.js';
import type { DemoContext } from './demo-context.js';

const results = { answered: 'Call connected', voicemail: 'Voicemail', no_answer: 'Missed' };

/** The same calls as the deprecated `/call_logs` showed them. */
export function demoCallLogs({ person }: DemoContext, calls: DemoCall[]): JsonObject[] {
  return calls.map((call) => {
    const own = { name: person.name, number: person.extension };
    const other = { name: call.otherName, number: call.otherNumber };
    const [caller, callee] = call.direction === 'inbound' ? [other, own] : [own, other];
    return {
      id: call.logId,
      call_id: call.callId,
      user_id: person.id,
      direction: call.direction,
      caller_name: caller.name,
      caller_number: caller.number,
      caller_number_type: caller === own || call.isInternal ? 1 : 2,
      caller_number_source: caller === own || call.isInternal ? 'internal' : 'external',
      callee_name: callee.name,
      callee_number: callee.number,
      callee_number_type: callee === own || call.isInternal ? 1 : 2,
      callee_number_source: callee === own || call.isInternal ? 'internal' : 'external',
      date_time: call.start,
      ...(call.result === 'answered' ? { answer_start_time: call.start } : {}),
      call_end_time: endOf(call),
      duration: call.seconds,
      path: 'pstn',
      result: results[call.result],
      has_recording: call.recordingId !== undefined,
      has_voicemail: call.voicemailId !== undefined,
      hold_time: 0,
      waiting_time: 4,
      department: 'Customer Success',
      cost_center: 'CC-2201',
    };
  });
}
