import type { JsonObject } from '../../json.js';
import { textOf } from '../../text-of.js';
import type { MeetingContent } from '../meeting-content.js';
import type { SeededRandom } from '../seeded-random.js';
import type { DemoContext } from './demo-context.js';
import { demoPastContent } from './demo-past-content.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { demoPlannedContent } from './demo-planned-content.js';

const webinarKind = 5;

/** What Zoom holds beside every meeting of the demo person, and beside those of others that they joined. */
export function demoMeetingContent(
  random: SeededRandom,
  context: DemoContext,
  planned: readonly JsonObject[],
  past: readonly PastMeeting[],
): Record<string, MeetingContent> {
  const content: Record<string, MeetingContent> = {};
  for (const [index, meeting] of planned.entries())
    content[textOf(meeting.id)] ??= demoPlannedContent(random, meeting, index, context.person);
  const meetings = past.filter(({ type }) => type !== webinarKind);
  for (const [index, meeting] of meetings.entries()) {
    content[meeting.uuid] = demoPastContent(random, context, meeting, index);
    if (meeting.host !== 'person' || meeting.type === 1) continue;
    const { occurrences = [] } = (content[String(meeting.id)] ??= {});
    Object.assign(content[String(meeting.id)] ?? {}, {
      occurrences: [...occurrences, { uuid: meeting.uuid, start_time: meeting.start }],
    });
  }
  return content;
}
