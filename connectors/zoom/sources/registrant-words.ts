import { z } from 'zod';
import { keyOf, type Column, type PersonFields, type VendorRecord } from '../../../src/contract/index.js';

/** One registration. */
export const registrantRecord = z.looseObject({ id: z.string() });

/** One person can register for several webinars. */
export const registrantId = ({ id, uuid }: VendorRecord) => keyOf(id, uuid);

/** How a registration names its person. */
export const registrantPeople: PersonFields[] = [
  { name: 'first_name+last_name', email: 'email', phone: 'phone', id: 'id' },
];

/** What people read of a registration. */
export const registrantColumns: Column[] = [
  { field: 'create_time', heading: 'Registered on', kind: 'moment' },
  { field: 'topic', heading: 'Topic' },
  { field: 'first_name', heading: 'First name' },
  { field: 'last_name', heading: 'Last name' },
  { field: 'email', heading: 'E-mail' },
  {
    field: 'status',
    heading: 'State',
    codes: { approved: 'Accepted', pending: 'Waits for acceptance', denied: 'Refused' },
  },
  { field: 'start_time', heading: 'Webinar begins', kind: 'moment', isDetail: true },
  { field: 'org', heading: 'Organisation', isDetail: true },
  { field: 'job_title', heading: 'Job title', isDetail: true },
  { field: 'industry', heading: 'Trade', isDetail: true },
  { field: 'no_of_employees', heading: 'Size of the organisation', isDetail: true },
  { field: 'phone', heading: 'Phone number', isDetail: true },
  { field: 'address', heading: 'Address', isDetail: true },
  { field: 'zip', heading: 'Postal code', isDetail: true },
  { field: 'city', heading: 'Town', isDetail: true },
  { field: 'state', heading: 'Region', isDetail: true },
  { field: 'country', heading: 'Country', isDetail: true },
  { field: 'purchasing_time_frame', heading: 'When a purchase is planned', isDetail: true },
  { field: 'role_in_purchase_process', heading: 'Role in a purchase', isDetail: true },
  { field: 'comments', heading: 'Questions and comments', isDetail: true },
  { field: 'custom_questions.title', heading: 'Question of the host', isDetail: true },
  { field: 'custom_questions.value', heading: 'Answer', isDetail: true },
  { field: 'join_url', heading: 'Link to join', isDetail: true },
  { field: 'id', heading: 'ID of the registration', isDetail: true },
  { field: 'uuid', heading: 'ID of the webinar', isDetail: true },
];

/** The link of a registration opens the webinar for whoever has it. */
export const registrantSecrets = ['join_url?*'];
