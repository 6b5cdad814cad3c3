import type { JsonObject } from '../../json.js';
import type { WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import { colleagues } from './demo-names.js';
import { minutesAgo } from './demo-times.js';

const hour = 60;
const day = 24 * hour;
/** What was written in a conversation, newest first: how long ago, by whom, and what. */
const said: [minutes: number, isOwn: boolean, message: string, hasPicture?: boolean][] = [
  [95, false, 'Thanks, see you at ten.'],
  [2 * hour, true, 'The train is late. I will be there at ten.'],
  [9 * day, true, 'This is the place: https://example.com/map?at=52.5,13.4'],
  [40 * day, false, 'The sign at the door, as you asked.', true],
  [41 * day, true, 'Could you send me a picture of the sign?'],
  // A conversation that rested: its list shows it in these months only.
  [460 * day, true, 'Hello, this is Alex. My new number.'],
];

/** Conversations by SMS: with a colleague, with somebody outside, and one of a call queue. */
export function demoSms(context: DemoContext): WorldUser['sms'] {
  const [colleague, , outside] = colleagues;
  const sms: WorldUser['sms'] = { sessions: [], messages: {} };
  add(context, sms, colleague, 'user', said);
  add(context, sms, outside, 'user', said.slice(2, 4));
  add(context, sms, outside, 'call_queue', said.slice(0, 1));
  return sms;
}

function add(
  context: DemoContext,
  sms: WorldUser['sms'],
  name: string,
  session_type: string,
  lines: typeof said,
): void {
  const { random, person } = context;
  const session_id = random.bytes(16).toString('hex');
  const type = session_type === 'user' ? 'user' : 'callQueue';
  const own = {
    display_name: type === 'user' ? person.name : 'Support',
    owner: { id: type === 'user' ? person.id : random.id(), type },
    phone_number: type === 'user' ? person.number.slice(1) : '493055501900',
  };
  const other = { display_name: name, phone_number: `4930555${random.int(10_000, 99_999)}` };
  sms.sessions.push({
    session_id,
    session_type,
    last_access_time: minutesAgo(context, lines[0]?.[0] ?? 0),
    participants: [
      { ...own, is_session_owner: true },
      { ...other, is_session_owner: false },
    ],
  });
  sms.messages[session_id] = lines.map(([minutes, isOwn, message, hasPicture = false]): JsonObject => {
    const [sender, receiver] = isOwn ? [own, other] : [other, own];
    return {
      message_id: random.id(),
      date_time: minutesAgo(context, minutes),
      direction: isOwn ? 'Out' : 'In',
      message,
      message_type: hasPicture ? 2 : 1,
      delivery_status: isOwn ? 'delivered' : 'received',
      sender,
      to_members: [receiver],
      ...(hasPicture && { attachments: [picture(context)] }),
    };
  });
}

function picture({ random, media }: DemoContext): JsonObject {
  const id = random.id();
  media.set(id, { id, contentType: 'image/jpeg', bytes: random.int(6_000, 24_000) });
  const size = media.get(id)?.bytes ?? 0;
  return { id, name: `${id}.jpg`, size, type: 'JPG', download_url: `media:${id}` };
}
