import type { JsonObject } from '../../json.js';
import type { MeetingContent } from '../meeting-content.js';
import type { SeededRandom } from '../seeded-random.js';
import type { DemoContext, DemoPerson } from './demo-context.js';
import { colleagues } from './demo-names.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { demoRegistrants } from './demo-planned-content.js';
import { minutesAfter } from './demo-times.js';

const addressOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@example.com`;

/** What is told of one occurrence: who took part and, of some, polls, questions, surveys and a summary. */
export function demoPastContent(
  random: SeededRandom,
  { person, accountId }: DemoContext,
  meeting: PastMeeting,
  index: number,
): MeetingContent {
  const isOwn = meeting.host === 'person';
  const content: MeetingContent = { participants: participants(random, person, meeting) };
  if (!isOwn) return content;
  const end = minutesAfter(meeting.start, meeting.minutes);
  const hasSummary = index % 5 === 0 && meeting.participants > 1;
  const { uuid, id, type, topic, start, minutes, participants: count } = meeting;
  const record: JsonObject = {
    ...{ uuid, id, type, topic, start_time: start, end_time: end, duration: minutes },
    ...{ participants_count: count, total_minutes: minutes * count, dept: 'Customer Success' },
    ...{ user_name: person.name, user_email: person.email },
  };
  Object.assign(content, {
    past: { ...record, host_id: person.id, source: 'Zoom', has_meeting_summary: hasSummary },
    report: { ...record, tracking_fields: [{ field: 'Cost centre', value: 'CC-7' }], custom_keys: [] },
  });
  if (hasSummary) content.summary = summary(person, meeting, end);
  if (index % 4 === 0 && type !== 1) {
    content.pollAnswers = answers(person, meeting, 'question_details', 'Was it useful?', 'Yes');
    content.surveyAnswers = answers(person, meeting, 'answer_details', 'What did you miss?', 'Nothing.');
  }
  if (index % 6 === 0) content.questions = questions(random, person, meeting);
  if (meeting.isRecorded) Object.assign(content, recorded(random, person, meeting, accountId));
  return content;
}

function participants(random: SeededRandom, person: DemoPerson, meeting: PastMeeting): JsonObject[] {
  const others = colleagues.filter((name) => name !== meeting.hostName).slice(0, meeting.participants - 1);
  const names = [person.name, ...others];
  return names.map((name, place): JsonObject => {
    const isPerson = name === person.name;
    return {
      ...{ id: isPerson ? person.id : '', user_id: String(16_778_240 + place), user_name: name },
      ...{ email: isPerson ? person.email : place % 2 === 0 ? addressOf(name) : '' },
      ...{ device: 'Windows', os: 'Windows', os_version: '11', version: '6.2.3.4591', status: 'in_meeting' },
      ...{ ip_address: `192.0.2.${10 + place}`, location: 'Berlin (DE)', network_type: 'Wifi' },
      ...{ microphone: 'Headset', camera: 'Integrated Camera', data_center: 'Germany (Frankfurt)' },
      join_time: minutesAfter(meeting.start, random.int(0, 2)),
      leave_time: minutesAfter(meeting.start, Math.max(3, meeting.minutes - random.int(0, 5))),
      ...{
        leave_reason: 'Host ended the meeting.',
        role: isPerson === (meeting.host === 'person') ? 'host' : 'attendee',
      },
    };
  });
}

function answers(
  person: DemoPerson,
  { start }: PastMeeting,
  list: string,
  question: string,
  answer: string,
): JsonObject[] {
  return [person.name, colleagues[0]].map((name, place): JsonObject => {
    const [first_name = '', last_name = ''] = name.split(' ');
    const email = place === 0 ? person.email : addressOf(name);
    const given = { question, answer, date_time: minutesAfter(start, 5 + place) };
    return { name, first_name, last_name, email, [list]: [given] };
  });
}

function questions(random: SeededRandom, person: DemoPerson, { start }: PastMeeting): JsonObject[] {
  const [asker] = colleagues;
  const reply = {
    ...{ user_id: person.id, name: person.name, email: person.email, content: 'Next week.' },
    ...{ create_time: minutesAfter(start, 9), type: 'host_answered_publicly' },
  };
  return [
    {
      ...{ user_id: '', name: asker, email: addressOf(asker) },
      question_details: [
        {
          ...{ question: 'When does it start?', answer: 'Next week.', question_id: random.id() },
          ...{ create_time: minutesAfter(start, 7), question_status: 'answered', answer_details: [reply] },
        },
      ],
    },
  ];
}

function summary(person: DemoPerson, meeting: PastMeeting, end: string): JsonObject {
  return {
    ...{ meeting_host_id: person.id, meeting_host_email: person.email, meeting_uuid: meeting.uuid },
    ...{ meeting_id: meeting.id, meeting_topic: meeting.topic, meeting_start_time: meeting.start },
    ...{ meeting_end_time: end, summary_start_time: meeting.start, summary_end_time: end },
    ...{ summary_created_time: minutesAfter(end, 2), summary_last_modified_time: minutesAfter(end, 2) },
    ...{ summary_title: meeting.topic, summary_overview: `${person.name} went through the open points.` },
    summary_content: `## Key takeaways\n- ${meeting.topic} goes on as planned.\n\n## Action items\n- ${person.name}: send the notes`,
    next_steps: [`${person.name} sends the notes.`],
  };
}

function recorded(
  random: SeededRandom,
  person: DemoPerson,
  { uuid, topic, start }: PastMeeting,
  accountId: string,
): MeetingContent {
  const view = (name: string, minutes: number): JsonObject => ({
    ...{ date_time: minutesAfter(start, minutes), name, email: addressOf(name), duration: 300 },
  });
  const isOnDemand = random.chance(0.3);
  return {
    recordingSettings: {
      ...{ topic, share_recording: 'internally', viewer_download: true, on_demand: isOnDemand },
      ...{ approval_type: 0, recording_authentication: true, auto_delete: false },
      password: String(random.digits(8)),
    },
    ...(isOnDemand && { recordingRegistrants: demoRegistrants(random) }),
    recordingViews: {
      by_view: [view(colleagues[0], 300), view(person.name, 400)],
      by_download: [view(colleagues[1], 500)],
    },
    transcript: {
      ...{ meeting_id: uuid, account_id: accountId, meeting_topic: topic, host_id: person.id },
      ...{ can_download: false, download_restriction_reason: 'NO_TRANSCRIPT_DATA' },
      transcript_created_time: minutesAfter(start, 90),
    },
  };
}
