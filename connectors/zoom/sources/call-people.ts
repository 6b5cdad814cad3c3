import type { FilePeople, PersonFields } from '../../../src/contract/index.js';

const side = (name: 'caller' | 'callee'): PersonFields => ({
  name: `${name}_name`,
  email: `${name}_email`,
  phone: [`${name}_did_number`, `${name}_number`, `${name}_ext_number`],
  id: `${name}_ext_id`,
});

const holders = ['accepted_by', 'outgoing_by', 'forwarded_by', 'forwarded_to', 'owner', 'assigned_to'];

/** Who takes part in a call, a voicemail or a call recording; where a side is the subject, it stays. */
export const callPeople: readonly PersonFields[] = [
  side('caller'),
  side('callee'),
  { name: 'operator_name', phone: 'operator_ext_number', id: 'operator_ext_id' },
  ...holders.map((holder) => ({
    in: holder,
    name: 'name',
    phone: ['extension_number', 'phone_number'],
    id: 'id',
  })),
];

/** Transcripts of call recordings name who speaks where they know it. */
export const peopleInCallTranscripts: FilePeople = {
  fields: [
    { name: ['speaker', 'speaker_name'] },
    { in: 'users', name: ['username', 'user_name', 'display_name'], id: 'zoom_userid' },
  ],
};
