import type { JsonObject } from '../../json.js';
import { textOf } from '../../text-of.js';
import type { SeededRandom } from '../seeded-random.js';
import type { WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;
/** Days ago, title, state; the comments of the first are a conversation. */
const made: [daysAgo: number, title: string, status: string][] = [
  [4, 'How to file travel costs', 'RECORD_SUCCESS'],
  [33, 'New dashboard in two minutes', 'RECORD_SUCCESS'],
  [34, 'Recording that broke off', 'RECORD_FAILED'],
  [210, 'Welcome to the team', 'RECORD_SUCCESS'],
  [12, 'First try', 'RECORD_DELETE'],
  [95, 'Customer call, for review', 'SUSPENDED'],
];

/** Clips in every state that ends, with a conversation and people they were shared with. */
export function demoClips(random: SeededRandom, context: DemoContext): WorldUser['clips'] {
  const clips = made.map(([daysAgo, title, status]) => clip(random, context, daysAgo, title, status));
  const [first = {}, second = {}] = clips;
  const of = (...states: string[]) => clips.filter(({ status }) => states.includes(textOf(status)));
  return {
    kept: of('RECORD_SUCCESS', 'RECORD_FAILED'),
    deleted: of('RECORD_DELETE'),
    suspended: of('SUSPENDED'),
    comments: { [textOf(first.clip_id)]: conversation(random, context, textOf(first.clip_id)) },
    collaborators: {
      [textOf(first.clip_id)]: collaborators(random, context),
      [textOf(second.clip_id)]: collaborators(random, context).slice(0, 2),
    },
  };
}

function clip(
  random: SeededRandom,
  context: DemoContext,
  daysAgo: number,
  title: string,
  status: string,
): JsonObject {
  const id = random.bytes(28).toString('base64url');
  const bytes = random.int(30_000, 90_000);
  const picture = random.id();
  const moment = (days: number) => minutesAgo(context, days * dayMinutes + 77).replace('Z', '.631+00:00');
  if (status !== 'RECORD_FAILED') {
    context.media.set(id, { id, contentType: 'video/mp4', bytes });
    context.media.set(picture, { id: picture, contentType: 'image/jpeg', bytes: random.int(3_000, 9_000) });
  }
  return {
    title,
    description: `${title}, for colleagues.`,
    duration: status === 'RECORD_FAILED' ? 0 : random.int(20, 300),
    status,
    clip_id: id,
    owner_id: context.person.id,
    file_size: status === 'RECORD_FAILED' ? 0 : bytes,
    share_link: `https://example.com/clips/share/${id}`,
    share_link_settings:
      daysAgo === 33
        ? { share_scope: 'ANYONE', enable_passcode: true, passcode: 'Sim*ulated7' }
        : { share_scope: 'SAME_ORGANIZATON', enable_passcode: false },
    ...(status === 'RECORD_FAILED' ? {} : { thumbnail_link: `media:${picture}` }),
    created_date: moment(daysAgo),
    modified_date: moment(daysAgo - 1),
  };
}

/** A question, its answer, and an answer to that. */
function conversation(random: SeededRandom, context: DemoContext, clipId: string): JsonObject[] {
  const { person } = context;
  const comment = (
    name: string,
    content: string,
    parent: string,
    minutes: number,
    more: JsonObject = {},
  ): JsonObject => ({
    comment_id: random.uuid(),
    content,
    created_date: minutesAgo(context, minutes),
    modified_date: minutesAgo(context, minutes),
    display_name: name,
    avatar: `https://example.com/p/${random.id()}`,
    parent_node_id: parent,
    edited: false,
    content_type: 'TEXT',
    ...more,
  });
  const question = comment('Greta Lindqvist', 'Does this hold for trains, too?', clipId, 3 * dayMinutes);
  const answer = comment(
    person.name,
    `@[Greta Lindqvist](user:greta@example.com) Yes, it does.`,
    textOf(question.comment_id),
    2 * dayMinutes,
    {
      content_type: 'TEXT_WITH_MENTION',
      mentions: [{ display_name: 'Greta Lindqvist', email: 'greta@example.com' }],
    },
  );
  const thanks = comment('Greta Lindqvist', 'Thank you!', textOf(answer.comment_id), dayMinutes);
  return [
    { ...question, children_comments: [{ ...answer, children_comments: [thanks] }] },
    comment('Guest', 'Very helpful.', clipId, dayMinutes, { edited: true }),
  ];
}

function collaborators(random: SeededRandom, { person }: DemoContext): JsonObject[] {
  const nobody = { email: null, display_name: null, channel_id: null, user_id: null };
  return [
    {
      ...{ ...nobody, type: 'ZOOM_USER', role: 'OWNER', display_name: person.name, user_id: person.id },
      avatar: `https://example.com/p/${random.id()}`,
    },
    {
      ...{ ...nobody, type: 'ZOOM_USER', role: 'VIEWER', display_name: 'Greta Lindqvist' },
      ...{ user_id: random.id(), avatar: `https://example.com/p/${random.id()}` },
    },
    { ...nobody, type: 'EXTERNAL_USER', role: 'VIEWER', email: 'partner@example.com', avatar: '' },
    {
      ...{ ...nobody, type: 'CHANNEL', role: 'VIEWER', display_name: 'Sales', avatar: '' },
      channel_id: random.bytes(16).toString('hex'),
    },
  ];
}
