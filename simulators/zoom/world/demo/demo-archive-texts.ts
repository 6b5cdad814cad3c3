import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const dana = { name: 'Dana Whitfield', email: 'dana.whitfield@example.com' };
const blair = { name: 'Blair Office', email: 'blair.office@example.com' };

/**
 * Chat of a meeting: names, addresses, ids and texts are base64. What an element says of its receivers is not in the part
 * of the document that is at hand. Source: https://developers.zoom.us/docs/api/references/archived-json-schema/
 */
export function archivedChat({ person }: DemoContext, { uuid }: PastMeeting): string {
  const message = (
    place: number,
    msg_type: number,
    from: { name: string; email: string },
    text: string,
    to: readonly { name: string; email: string }[] = [],
  ) => ({
    msg_type,
    e_time: `00:0${place}:15`,
    s_id: '',
    s_name: base64(from.name),
    s_email: base64(from.email),
    e_archive_time: `00:0${place}:10`,
    msg_id: base64(`message-${msg_type === 3 ? 1 : place}`),
    ...(to.length > 0
      ? { receivers: to.map(({ name, email }) => ({ r_name: base64(name), r_email: base64(email) })) }
      : {}),
    message: base64(text),
  });
  return JSON.stringify({
    uuid,
    messages: [
      message(1, 1, person, 'Good morning, everybody.'),
      message(2, 2, dana, 'Can we talk afterwards?', [person]),
      message(3, 2, person, 'Of course.', [dana]),
      message(4, 1, blair, 'The agenda is attached.'),
      message(5, 2, person, 'Who of you takes the minutes?', [dana, blair]),
      message(6, 3, person, 'Good morning, everybody.'),
    ],
  });
}

/** Lines of a transcript. */
export const archivedTranscript = (_context: DemoContext, { hostName }: PastMeeting): string =>
  JSON.stringify({
    timeline: [
      {
        ts: '00:00:01.000',
        end_ts: '00:00:04.000',
        text: 'Shall we begin?',
        users: [{ username: hostName }],
      },
    ],
  });

/** Who went into a breakout room, and when. */
export const archivedGroupLog = ({ person }: DemoContext, { uuid }: PastMeeting): string =>
  JSON.stringify({
    uuid,
    groups: [
      {
        name: base64('Breakout Room 1'),
        members: [{ email: base64(person.email), join: '00:10:00', leave: '00:25:00' }],
      },
    ],
  });
