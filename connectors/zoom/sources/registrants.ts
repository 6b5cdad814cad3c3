import { z } from 'zod';
import {
  isVendorRecord,
  keyOf,
  textOf,
  type About,
  type Column,
  type Given,
  type PersonFields,
  type Query,
  type VendorRecord,
} from '../../../src/contract/index.js';
import { isAddressOf } from './is-subject.js';

/** Without a state Zoom lists those who were let in, and nobody else. */
export const registrantStates = ['approved', 'pending', 'denied'].map((status) => ({ status }));

/** Whether something takes registrations: 2 says that it takes none. */
export const takesRegistrations = ({ settings }: VendorRecord): boolean | undefined => {
  const kind = isVendorRecord(settings) ? textOf(settings.approval_type) : undefined;
  return kind === undefined ? undefined : kind !== '2';
};

/** Every state, and where people register for single dates every state of each date. */
export function registrantQueries({ parent = {} }: Given): readonly Query[] {
  const { settings, occurrences } = parent;
  const kind = isVendorRecord(settings) ? textOf(settings.registration_type) : undefined;
  const dates = Array.isArray(occurrences) ? occurrences.filter(isVendorRecord) : [];
  const ids = kind === '2' || kind === '3' ? dates.flatMap((one) => textOf(one.occurrence_id) ?? []) : [];
  const ofDates = ids.flatMap((occurrence_id) =>
    registrantStates.map((state) => ({ ...state, occurrence_id })),
  );
  return [...registrantStates, ...ofDates];
}

/** A row of a date says which, because the answer does not. */
export const ofOccurrence = ({ occurrence_id }: Query): VendorRecord =>
  occurrence_id === undefined ? {} : { occurrence_id };

export const registrantRecord = z.looseObject({ email: z.string() });

export const registrantId = ({ id, email, uuid, occurrence_id, status }: VendorRecord) =>
  keyOf(textOf(id) ?? email, uuid, occurrence_id, id === undefined ? status : undefined);

export const aboutRegistrant = ({ email }: VendorRecord, { subject }: Given): About =>
  isAddressOf(subject, email) ? 'subject' : 'others';

export const registrantPeople: PersonFields[] = [
  { name: 'first_name+last_name', email: 'email', phone: 'phone' },
];

/** Whoever holds them joins in the name of the person. */
export const registrantSecrets = ['join_url?*', 'participant_pin_code'];

export const registrantColumns: Column[] = [
  { field: 'create_time', heading: 'Registered', kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  { field: 'first_name', heading: 'First name' },
  { field: 'last_name', heading: 'Last name' },
  { field: 'email', heading: 'E-mail' },
  {
    field: 'status',
    heading: 'State',
    codes: { approved: 'Let in', denied: 'Refused', pending: 'Not decided' },
  },
  { field: 'comments', heading: 'Questions and remarks', isDetail: true },
  { field: 'custom_questions.title', heading: 'Question of the host', isDetail: true },
  { field: 'custom_questions.value', heading: 'Answer', isDetail: true },
  { field: 'org', heading: 'Organisation', isDetail: true },
  { field: 'job_title', heading: 'Position', isDetail: true },
  { field: 'industry', heading: 'Trade', isDetail: true },
  { field: 'no_of_employees', heading: 'Size of the organisation', isDetail: true },
  { field: 'role_in_purchase_process', heading: 'Role in buying', isDetail: true },
  { field: 'purchasing_time_frame', heading: 'When to buy', isDetail: true },
  { field: 'phone', heading: 'Phone', isDetail: true },
  { field: 'address', heading: 'Address', isDetail: true },
  { field: 'zip', heading: 'Postal code', isDetail: true },
  { field: 'city', heading: 'City', isDetail: true },
  { field: 'state', heading: 'State or province', isDetail: true },
  { field: 'country', heading: 'Country', isDetail: true },
  { field: 'id', heading: 'ID of the registration', isDetail: true },
];
