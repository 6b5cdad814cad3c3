import { defineSource } from '../../../src/contract/index.js';
import { aboutBy } from './is-subject.js';
import { both, byUuid, isHosted, isMeeting } from './meeting-parents.js';
import { participantOperations } from './participant-operations.js';
import {
  aboutParticipant,
  participantColumns,
  participantId,
  participantPeople,
  participantRecord,
} from './participant-rows.js';

/**
 * The person's own rows in the lists of meetings others hosted. The rest of those lists is other people's: it is looked through and
 * never written.
 */
export const meetingAttendance = defineSource({
  id: 'meeting-attendance',
  title: 'When and how you took part in meetings of others',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/dashboards/GET/metrics/meetings/{meetingId}/participants',
  limits: [
    'Zoom answers for meetings that this company hosted; what other companies hosted stands in their accounts.',
    'Which meetings the person joined is known for six months.',
    'Where the person joined without signing in, their row names neither address nor ID and cannot be told to be theirs.',
  ],
  forEach: [
    {
      source: 'meeting-history',
      // Where nobody says who hosted, the list of the host's own meetings has it.
      where: (row, subject) => both(isMeeting(row), isHosted(row, subject) === false),
      carry: ['uuid', 'topic', 'start_time'],
    },
  ],
  parentKey: byUuid,
  asks: participantOperations,
  record: participantRecord,
  recordId: participantId,
  about: (row, given) =>
    aboutBy(
      aboutParticipant(row, given) === 'subject',
      ...[row.id, row.participant_user_id, row.email, row.user_email, row.user_name, row.name],
    ),
  thirdParties: participantPeople,
  columns: participantColumns,
  moment: ['join_time', 'start_time'],
});
