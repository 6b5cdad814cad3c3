import type { JsonObject } from '../../json.js';
import type { DemoContext } from './demo-context.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;

/** Days since the demo person was made a user: fifteen windows of recordings. */
export const demoUserAgeDays = 425;

/** The demo person's record of `GET /users/{userId}`. */
export function demoProfile(context: DemoContext): JsonObject {
  const { random, person, accountId } = context;
  return {
    first_name: 'Alex',
    last_name: 'Demo',
    display_name: person.name,
    type: 2,
    role_id: '2',
    role_name: 'Member',
    pmi: random.digits(10),
    use_pmi: false,
    personal_meeting_url: 'https://example.com/j/6501234567?pwd=c2ltdWxhdGVk',
    vanity_url: 'https://example.com/my/alex.demo',
    timezone: 'Europe/Berlin',
    language: 'en-US',
    verified: 1,
    dept: 'Customer Success',
    job_title: 'Team Lead',
    company: 'Example Corp',
    cost_center: 'CC-2201',
    location: 'Berlin',
    manager: 'blair.office@example.com',
    account_id: accountId,
    account_number: 10009239,
    cms_user_id: '',
    jid: `${person.id.toLowerCase()}@example.com`,
    host_key: '299492',
    cluster: 'us04',
    pic_url: 'https://example.com/p/v2/alex.demo.jpg',
    phone_numbers: [{ country: 'DE', code: '+49', number: '3055501234', label: 'Mobile', verified: true }],
    group_ids: [random.id()],
    im_group_ids: [random.id()],
    division_ids: [random.id()],
    login_types: [100, 101],
    employee_unique_id: 'E-100423',
    pronouns: 'they/them',
    pronouns_option: 1,
    custom_attributes: [{ key: 'cbf_office', name: 'Office', value: 'Berlin 2' }],
    // 2^59, which Zoom documents and a double prints with other digits.
    license_info_list: [
      {
        license_type: 'ZOOM_WORKPLACE_BUNDLE',
        license_option: 576460752303423488n,
        subscription_id: 'SUBREF-100423',
      },
    ],
    // When the latest kind of login was made, long after the user.
    created_at: minutesAgo(context, 180 * dayMinutes),
    user_created_at: minutesAgo(context, demoUserAgeDays * dayMinutes),
    last_login_time: minutesAgo(context, 3 * dayMinutes),
    last_client_version: '6.4.10.28514(mac)',
    // A field no document names yet.
    workspace_preferences: { desk: 'B2-114', badge_serial: 9223372036854775807n },
  };
}
