import type { JsonObject } from '../../json.js';
import { textOf } from '../../text-of.js';
import type { ListedRecord } from '../listed-record.js';
import type { SeededRandom } from '../seeded-random.js';
import type { WebinarContent } from '../webinar-content.js';
import type { WebinarList } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import { minutesAfter } from './demo-times.js';

/** What belongs to the demo person's webinars: who spoke, registered, came, stayed away, answered and asked. */
export function demoWebinarContent(
  random: SeededRandom,
  context: DemoContext,
  webinars: readonly ListedRecord<WebinarList>[],
): Record<string, WebinarContent> {
  const content: Record<string, WebinarContent> = {};
  for (const { lists, record } of webinars) {
    const [number, uuid, start] = [record.id, record.uuid, record.start_time].map(textOf);
    const people = ['Greta Lindqvist', 'Femi Okafor'].map((name) => registrant(random, name, start ?? ''));
    content[number ?? ''] = {
      panelists: [
        {
          ...{ id: random.id(), email: 'dana@example.com', name: 'Dana Whitfield' },
          ...{ join_url: `https://example.com/w/${number}?tk=${random.id()}`, name_tag_name: 'Dana' },
        },
      ],
      registrants: {
        approved: people,
        pending: [registrant(random, 'Hiro Tanaka', start ?? '', 'pending')],
        denied: [registrant(random, 'Ines Carvalho', start ?? '', 'denied')],
      },
      readyPolls: [
        {
          ...{
            id: random.id(),
            status: 'notstart',
            title: 'How did you hear of us?',
            poll_type: 1,
            anonymous: false,
          },
          questions: [
            {
              ...{ name: 'How did you hear of us?', type: 'single', answer_required: true },
              answers: ['From a colleague', 'In a newsletter'],
            },
          ],
        },
      ],
      survey: {
        custom_survey: {
          ...{
            title: 'After the webinar',
            anonymous: false,
            numbered_questions: true,
            show_question_type: false,
          },
          feedback: 'Thank you for your time.',
          questions: [
            {
              name: 'What did you take home?',
              type: 'long_answer',
              answer_required: false,
              answer_min_character: 1,
            },
          ],
        },
        show_in_the_browser: true,
      },
      instances: lists.includes('upcoming') ? [] : [{ uuid: uuid ?? '', start_time: start ?? '' }],
    };
    if (!lists.includes('upcoming')) content[uuid ?? ''] = held(random, context, record, people);
  }
  return content;
}

function held(
  random: SeededRandom,
  { person }: DemoContext,
  record: JsonObject,
  [came = {}, away = {}]: JsonObject[],
): WebinarContent {
  const start = textOf(record.start_time);
  const stay = (id: string, name: string, email: string, minutes: number): JsonObject => ({
    ...{ id, name, user_id: String(random.digits(8)), user_email: email, join_time: start },
    ...{ leave_time: minutesAfter(start, minutes), duration: minutes * 60, failover: false },
    ...{ status: 'in_meeting', internal_user: id === person.id },
  });
  const asked = { name: 'Greta Lindqvist', email: textOf(came.email) };
  return {
    participants: [
      stay(person.id, person.name, person.email, 58),
      stay('', 'Greta Lindqvist', textOf(came.email), 51),
    ],
    absentees: [away],
    polls: [
      {
        ...asked,
        question_details: [
          {
            ...{ question: 'How did you hear of us?', answer: 'From a colleague' },
            ...{ polling_id: random.id(), date_time: minutesAfter(start, 20) },
          },
        ],
      },
    ],
    qa: [{ ...asked, question_details: [{ question: 'Will there be a recording?', answer: 'Yes.' }] }],
  };
}

function registrant(random: SeededRandom, name: string, start: string, status = 'approved'): JsonObject {
  const [first = '', last = ''] = name.split(' ');
  return {
    ...{ id: random.id(), first_name: first, last_name: last, status },
    ...{ email: `${first.toLowerCase()}@example.com`, org: 'Example Ltd', country: 'DE', city: 'Berlin' },
    comments: 'Looking forward to it.',
    custom_questions: [{ title: 'What do you want to learn?', value: 'Everything' }],
    create_time: minutesAfter(start, -14 * 24 * 60),
    join_url: `https://example.com/w/1?tk=${random.id()}`,
  };
}
