import { defineSource } from '../../../src/contract/index.js';
import { byUuid, hostedMeetings, occurrences } from './meeting-parents.js';
import { participantOperations } from './participant-operations.js';
import {
  aboutParticipant,
  participantColumns,
  participantId,
  participantPeople,
  participantRecord,
} from './participant-rows.js';

/** Who took part in meetings the person hosted, one row for each stay. */
export const meetingParticipants = defineSource({
  id: 'meeting-participants',
  title: 'Who took part in meetings you hosted',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/dashboards/GET/metrics/meetings/{meetingId}/participants',
  limits: [
    'People outside the company have no e-mail address in these lists unless they registered.',
    'Address, place and device are told for six months and on the plan Business or higher; before that, and on smaller plans, Zoom tells name and times only.',
    'Meetings in which the host was alone are left out by the older lists unless the account is set otherwise.',
  ],
  forEach: [withoutId(hostedMeetings), withoutId(occurrences)],
  // The history tells how many took part, which decides the call; the list of dates does not.
  parentKey: byUuid,
  asks: participantOperations,
  record: participantRecord,
  recordId: participantId,
  about: aboutParticipant,
  thirdParties: participantPeople,
  columns: participantColumns,
  moment: ['join_time', 'start_time'],
});

/** The rows have an `id` of their own, which is the person's. */
function withoutId<Parent extends { carry?: readonly string[] }>(parent: Parent): Parent {
  return { ...parent, carry: parent.carry?.filter((field) => field !== 'id') };
}
