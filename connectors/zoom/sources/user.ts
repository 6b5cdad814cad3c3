import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { lookup } from '../subject.js';

/** What `login_types` lists: https://developers.zoom.us/docs/api/users/ */
const signIns = {
  0: 'Facebook',
  1: 'Google',
  11: 'Phone number',
  21: 'WeChat',
  23: 'Alipay',
  24: 'Apple',
  27: 'Microsoft',
  97: 'Mobile device',
  98: 'RingCentral',
  99: 'API user',
  100: 'Zoom work e-mail',
  101: 'Single sign-on',
};

/** The person's profile: the record the lookup by e-mail brought, so it costs no call of its own. */
export const user = defineSource({
  id: 'user',
  title: 'Your Zoom profile',
  category: 'Identity and contact',
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}',
  made: {
    by: lookup,
    make: (subject) => [subject.record],
  },
  record: z.looseObject({ email: z.string() }),
  recordId: ({ id, email }) => keyOf(id ?? email),
  subjectFields: [
    {
      ...{ name: ['display_name', 'first_name+last_name'], email: 'email', phone: 'phone_number' },
      id: ['id', 'jid', 'employee_unique_id'],
    },
    { in: 'phone_numbers', phone: 'number' },
  ],
  thirdParties: [{ email: 'manager' }],
  columns: [
    { field: 'display_name', heading: 'Name shown to others' },
    { field: 'first_name', heading: 'First name' },
    { field: 'last_name', heading: 'Last name' },
    { field: 'email', heading: 'E-mail' },
    { field: 'phone_number', heading: 'Phone number' },
    { field: 'pronouns', heading: 'Pronouns' },
    {
      field: 'pronouns_option',
      heading: 'Pronouns are shown',
      codes: { 1: 'Asked every time', 2: 'Always', 3: 'Never' },
    },
    { field: 'company', heading: 'Company' },
    { field: 'dept', heading: 'Department' },
    { field: 'job_title', heading: 'Job title' },
    { field: 'manager', heading: 'Manager' },
    { field: 'cost_center', heading: 'Cost centre' },
    { field: 'location', heading: 'Location' },
    { field: 'employee_unique_id', heading: 'Employee number' },
    { field: 'timezone', heading: 'Time zone' },
    { field: 'language', heading: 'Language' },
    {
      field: 'status',
      heading: 'State',
      codes: { active: 'Active', inactive: 'Switched off', pending: 'Invitation not accepted yet' },
    },
    {
      field: 'type',
      heading: 'Licence',
      codes: { 1: 'Basic', 2: 'Licensed', 4: 'None assigned', 99: 'None' },
    },
    { field: 'role_name', heading: 'Role in the account' },
    { field: 'verified', heading: 'E-mail verified', codes: { 0: 'No', 1: 'Yes' } },
    { field: 'login_types', heading: 'Ways to sign in', codes: signIns },
    { field: 'user_created_at', heading: 'User made on', kind: 'moment' },
    { field: 'created_at', heading: 'Latest way to sign in made on', kind: 'moment' },
    { field: 'last_login_time', heading: 'Last sign-in', kind: 'moment' },
    { field: 'last_client_version', heading: 'Program used last' },
    { field: 'pmi', heading: 'Personal meeting ID' },
    { field: 'use_pmi', heading: 'Uses the personal meeting ID for instant meetings' },
    { field: 'personal_meeting_url', heading: 'Personal meeting link' },
    { field: 'vanity_url', heading: 'Personal link' },
    { field: 'pic_url', heading: 'Address of the profile picture' },
    { field: 'host_key', heading: 'Host key' },
    { field: 'id', heading: 'User ID' },
    { field: 'account_id', heading: 'Account ID' },
    { field: 'account_number', heading: 'Account number' },
    { field: 'jid', heading: 'Chat address' },
    { field: 'cms_user_id', heading: 'Kaltura user ID' },
    { field: 'cluster', heading: 'Zoom cluster' },
    { field: 'role_id', heading: 'Role ID' },
  ],
  secrets: ['host_key', 'pmi_password', 'personal_meeting_url?pwd', 'vanity_url?pwd'],
});
