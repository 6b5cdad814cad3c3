import type { DemoContext } from './demo-context.js';
import { colleagues, topics } from './demo-names.js';
import { borderOfDay, minutesAgo } from './demo-times.js';

/** A meeting that took place, as reports and recordings know it. */
export interface PastMeeting {
  uuid: string;
  id: number;
  topic: string;
  /** Zoom's type: 1 instant, 2 scheduled, 5 webinar, 8 recurring. */
  type: number;
  start: string;
  minutes: number;
  participants: number;
  host: 'person' | 'someone else';
  hostName: string;
  isRecorded: boolean;
}

const dayMinutes = 24 * 60;
const weeks = 58;
const borderDays = [30, 60, 90, 120, 150, 330];

/** Everything the demo person hosted or joined in the last fourteen months, oldest known windows included. */
export function demoPastMeetings(context: DemoContext): PastMeeting[] {
  return [
    ...weeklySync(context),
    ...customerCalls(context),
    ...instantTalks(context),
    ...aloneInTheRoom(context),
    ...joined(context),
    ...onBorderDays(context),
    ...withAwkwardUuids(context),
  ];
}

function hosted(context: DemoContext, fields: Partial<PastMeeting> & { start: string }): PastMeeting {
  const { random, person } = context;
  return {
    uuid: random.meetingUuid(),
    id: random.digits(11),
    topic: random.pick(topics),
    type: 2,
    minutes: random.int(12, 75),
    participants: random.int(2, 9),
    host: 'person',
    hostName: person.name,
    isRecorded: false,
    ...fields,
  };
}

function weeklySync(context: DemoContext): PastMeeting[] {
  const id = context.random.digits(11);
  return Array.from({ length: weeks }, (_, week) =>
    hosted(context, {
      start: minutesAgo(context, week * 7 * dayMinutes + 2 * dayMinutes + 125),
      id,
      topic: 'Customer Success weekly',
      type: 8,
      isRecorded: week % 3 === 0,
    }),
  );
}

function customerCalls(context: DemoContext): PastMeeting[] {
  return Array.from({ length: 40 }, (_, index) =>
    hosted(context, {
      start: minutesAgo(context, 190 + index * 5 * dayMinutes + context.random.int(0, 600)),
      isRecorded: index % 8 === 0,
    }),
  );
}

function instantTalks(context: DemoContext): PastMeeting[] {
  return Array.from({ length: 22 }, (_, index) =>
    hosted(context, {
      start: minutesAgo(context, 4_000 + index * 8 * dayMinutes + context.random.int(0, 600)),
      topic: "Alex Demo's Zoom Meeting",
      type: 1,
      participants: 2,
    }),
  );
}

function aloneInTheRoom(context: DemoContext): PastMeeting[] {
  return Array.from({ length: 11 }, (_, index) =>
    hosted(context, {
      start: minutesAgo(context, 9_000 + index * 15 * dayMinutes),
      topic: "Alex Demo's Zoom Meeting",
      type: 1,
      minutes: context.random.int(1, 5),
      participants: 1,
    }),
  );
}

function joined(context: DemoContext): PastMeeting[] {
  return Array.from({ length: 36 }, (_, index) =>
    hosted(context, {
      start: minutesAgo(context, 2_600 + index * 5 * dayMinutes + context.random.int(0, 600)),
      host: 'someone else',
      hostName: context.random.pick(colleagues),
    }),
  );
}

function onBorderDays(context: DemoContext): PastMeeting[] {
  return borderDays.flatMap((daysAgo) =>
    (['start', 'end'] as const).map((end) =>
      hosted(context, {
        start: borderOfDay(context, daysAgo, end),
        topic: `Shift handover, ${end} of day`,
        isRecorded: true,
      }),
    ),
  );
}

// A UUID that starts with `/` or holds `//` must be encoded twice in paths.
function withAwkwardUuids(context: DemoContext): PastMeeting[] {
  return ['/kQ7xW2zQbKuoKj48548Xg==', 'pV3//nB8TUmZr0aYt6eLqA==', 'a+b/cDeFGhIjKlMnOpQrSw=='].map(
    (uuid, index) =>
      hosted(context, {
        start: minutesAgo(context, (11 + index * 40) * dayMinutes),
        uuid,
        topic: 'Training session',
        isRecorded: true,
      }),
  );
}
