import type { JsonObject } from '../../json.js';
import type { SeededRandom } from '../seeded-random.js';
import type { MeetingContent, RegistrantState } from '../meeting-content.js';
import { textOf } from '../../text-of.js';
import { colleagues } from './demo-names.js';

const addressOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@example.com`;

/** What was set for a scheduled meeting; every third takes registrations and has a poll and a survey. */
export function demoPlannedContent(
  random: SeededRandom,
  meeting: JsonObject,
  index: number,
  host: { id: string; email: string; name: string },
): MeetingContent {
  const isPublic = index % 3 === 0;
  const invited = [random.pick(colleagues), random.pick(colleagues)];
  const details: JsonObject = {
    ...meeting,
    host_email: host.email,
    status: 'waiting',
    password: String(random.digits(6)),
    settings: {
      approval_type: isPublic ? 0 : 2,
      registration_type: 1,
      audio: 'both',
      auto_recording: 'none',
      alternative_hosts: addressOf(colleagues[2]),
      meeting_invitees: invited.map((name) => ({ email: addressOf(name), internal_user: true })),
      question_and_answer: { enable: isPublic },
    },
  };
  const invitation = {
    invitation: `${host.name} is inviting you to a scheduled Zoom meeting.\r\n\r\nTopic: ${textOf(meeting.topic)}\r\nJoin Zoom Meeting\r\n${textOf(meeting.join_url)}\r\n\r\nMeeting ID: ${textOf(meeting.id)}\r\nPasscode: ${random.digits(6)}\r\n`,
    sip_links: [`sip:${textOf(meeting.id)}@example.com`],
  };
  if (!isPublic) return { details, invitation };
  return {
    ...{ details, invitation },
    registrants: demoRegistrants(random),
    polls: [
      {
        ...{ id: random.id(), title: 'How was it?', status: 'ended', poll_type: 1, anonymous: false },
        questions: [
          { name: 'Was it useful?', type: 'single', answers: ['Yes', 'No'], answer_required: true },
        ],
      },
    ],
    survey: {
      show_in_the_browser: true,
      custom_survey: {
        ...{ title: 'After the meeting', anonymous: false, feedback: 'Thank you!' },
        questions: [{ name: 'What did you miss?', type: 'short_answer', answer_required: false }],
      },
    },
  };
}

/** Some people in each state of a registration. */
export function demoRegistrants(random: SeededRandom): Record<RegistrantState, JsonObject[]> {
  const rows = (status: RegistrantState, names: readonly string[]) =>
    names.map((name): JsonObject => {
      const [first_name = '', last_name = ''] = name.split(' ');
      return {
        ...{ id: random.id(), email: addressOf(name), first_name, last_name, status, org: 'Example Corp' },
        ...{ city: 'Berlin', country: 'DE', comments: 'Looking forward to it.' },
        custom_questions: [{ title: 'What do you hope to learn?', value: 'How others do it.' }],
      };
    });
  return {
    approved: rows('approved', colleagues.slice(0, 4)),
    pending: rows('pending', colleagues.slice(4, 6)),
    denied: rows('denied', colleagues.slice(6, 7)),
  };
}
