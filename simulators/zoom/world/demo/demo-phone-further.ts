import type { JsonObject } from '../../json.js';
import type { WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import { colleagues } from './demo-names.js';
import { minutesAgo } from './demo-times.js';

const day = 24 * 60;
const queue = { name: 'Support', extension_number: 10001900, type: 'callQueue' };

/** Faxes, what becomes of calls, and what a call queue keeps: of the demo person, and of somebody else. */
export function demoPhoneFurther(
  context: DemoContext,
): Pick<WorldUser, 'faxes' | 'callHandling' | 'sharedLines'> {
  const { person } = context;
  const own = { name: person.name, extension_number: person.extension };
  const other = { name: colleagues[0], extension_number: '10001002' };
  return {
    faxes: [fax(context, 3, 'outbound'), fax(context, 64, 'inbound'), fax(context, 410, 'outbound')],
    callHandling: {
      business_hours: handling('forward_to_voicemail'),
      closed_hours: handling('disconnect'),
    },
    sharedLines: {
      recordings: [recording(context, 6, own), recording(context, 7, other)],
      voicemails: [voicemail(context, 8, person.extension), voicemail(context, 9, '+493055512345')],
      trashedVoicemails: [],
    },
  };
}

function fax({ random, person, ...context }: DemoContext, days: number, direction: string): JsonObject {
  const isOut = direction === 'outbound';
  const [from, to] = isOut ? ['sender', 'receiver'] : ['receiver', 'sender'];
  return {
    fax_log_id: random.id(),
    fax_id: random.bytes(16).toString('hex').toUpperCase(),
    direction,
    extension_type: 'user',
    [`${from}_name`]: person.name,
    [`${from}_number`]: person.number,
    [`${to}_name`]: colleagues[3],
    [`${to}_number`]: '+493055598765',
    file_pages_count: 2,
    status: isOut ? 'sent' : 'received',
    create_time: minutesAgo({ random, person, ...context }, days * day),
  };
}

const handling = (call_not_answer_action: string): JsonObject => ({
  call_forward_settings: [],
  call_handling_setting: { busy_on_another_call_action: 'call_waiting', call_not_answer_action },
});

function recording(context: DemoContext, days: number, accepted_by: JsonObject): JsonObject {
  return {
    ...kept(context, days, '10001900'),
    ...{ accepted_by, direction: 'inbound', recording_type: 'Automatic' },
  };
}

function voicemail(context: DemoContext, days: number, caller_number: string): JsonObject {
  return {
    ...kept(context, days, '10001900'),
    ...{ caller_number, status: 'read', transcription: { status: 2, content: 'Please call me back.' } },
  };
}

function kept(context: DemoContext, days: number, callee_number: string): JsonObject {
  const { random, media } = context;
  const file = random.id();
  media.set(file, { id: file, contentType: 'audio/mpeg', bytes: random.int(6_000, 24_000) });
  return {
    id: random.bytes(16).toString('hex'),
    call_id: `7${random.int(100_000_000, 999_999_999)}${random.int(100_000_000, 999_999_999)}`,
    owner: { ...queue, id: random.id() },
    caller_name: colleagues[4],
    caller_number: '+493055511111',
    callee_name: queue.name,
    callee_number,
    date_time: minutesAgo(context, days * day),
    duration: 40,
    download_url: `media:${file}`,
  };
}
