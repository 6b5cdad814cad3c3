import {
  keyOf,
  textOf,
  type About,
  type Column,
  type Given,
  type PersonFields,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { isAddressOf } from './is-subject.js';
import { both, hostedMeetings, occurrences } from './meeting-parents.js';

/** Occurrences in which people can have been asked something: instant meetings have neither polls nor surveys. */
export const meetingsWithPolls = [
  {
    ...hostedMeetings,
    where: (row: VendorRecord, subject: Given['subject']) =>
      both(Number(row.type) !== 1, hostedMeetings.where?.(row, subject)),
  },
  occurrences,
].map((parent) => ({ ...parent, carry: ['uuid', 'topic', 'start_time'] }));

/** All answers of one person; who answers without a name is told apart by the answers alone. */
export const answersId = ({ uuid, user_id, email, name, first_name }: VendorRecord) =>
  keyOf(textOf(user_id) ?? textOf(email) ?? textOf(name) ?? first_name, uuid);

export const aboutAnswers = ({ user_id, email }: VendorRecord, { subject }: Given): About =>
  isAddressOf(subject, email) || (subject.id !== undefined && user_id === subject.id) ? 'subject' : 'others';

export const answerPeople: PersonFields[] = [
  { name: ['name', 'first_name+last_name'], email: 'email', id: 'user_id' },
];

/** What people read of an answer or a question first; `details` is the list that holds what was said. */
export const saidColumns = (began: string, who: string, details: string): Column[] => [
  { field: 'start_time', heading: began, kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  { field: 'name', heading: who },
  { field: 'email', heading: 'E-mail' },
  { field: `${details}.question`, heading: 'Question' },
  { field: `${details}.answer`, heading: 'Answer' },
];
