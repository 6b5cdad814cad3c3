import type { JsonObject } from '../../json.js';
import type { ReportList } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { minutesAfter } from './demo-times.js';

/** The three report lists: hosted with others, hosted alone, hosted or joined. */
export function demoReports(context: DemoContext, meetings: PastMeeting[]): Record<ReportList, JsonObject[]> {
  const rows = meetings.map((meeting) => ({ meeting, row: reportRow(context, meeting) }));
  const past = rows.filter(({ meeting }) => meeting.host === 'person' && meeting.participants > 1);
  const alone = rows.filter(({ meeting }) => meeting.participants === 1);
  const together = rows.filter(({ meeting }) => meeting.participants > 1).map(({ row }) => row);
  return {
    past: past.map(({ row }) => row),
    pastOne: alone.map(({ row }) => row),
    pastJoined: [...together, ...rejoined(rows.find(({ meeting }) => meeting.host === 'someone else'))],
  };
}

function reportRow({ random, person }: DemoContext, meeting: PastMeeting): JsonObject {
  const end = minutesAfter(meeting.start, meeting.minutes);
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    type: meeting.type,
    topic: meeting.topic,
    user_name: meeting.hostName,
    user_email:
      meeting.host === 'person'
        ? person.email
        : `${meeting.hostName.toLowerCase().replace(' ', '.')}@example.com`,
    host_name: meeting.hostName,
    host_organization: 'Example Corp',
    start_time: meeting.start,
    end_time: end,
    duration: meeting.minutes,
    total_minutes: meeting.minutes * meeting.participants,
    participants_count: meeting.participants,
    participants_count_my_account: Math.max(1, meeting.participants - 1),
    source: 'Zoom',
    schedule_time: meeting.type === 1 ? '' : usTime(meeting.start),
    join_time: usTime(meeting.start),
    leave_time: usTime(end),
    has_recording: meeting.isRecorded,
    has_chat: random.chance(0.4),
    has_screen_share: random.chance(0.6),
    meeting_encryption_status: 2,
    custom_keys: [],
    // A field no document names, with more digits than a double holds.
    session_trace: 7_205_759_403_792_793_600n + BigInt(random.int(1, 9_999_999)),
  };
}

// Who leaves and comes back has two rows for one UUID, which differ in their join time.
function rejoined(first: { meeting: PastMeeting; row: JsonObject } | undefined): JsonObject[] {
  if (!first) return [];
  const again = minutesAfter(first.meeting.start, first.meeting.minutes - 5);
  return [{ ...first.row, join_time: usTime(again) }];
}

function usTime(time: string): string {
  const [date = '', clock = ''] = time.split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}/${day}/${year} ${clock.slice(0, 5)}`;
}
