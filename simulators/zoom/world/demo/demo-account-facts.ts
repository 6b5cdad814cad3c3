import type { SeededRandom } from '../seeded-random.js';
import type { AccountFacts } from '../account-facts.js';

/** Some of everything that Zoom keeps around the demo person. */
export function demoAccountFacts(random: SeededRandom): AccountFacts {
  return {
    permissions: { permissions: ['User:Read', 'Recording:Read', 'Webinar:Edit', 'Report:Read'] },
    assistants: [
      { email: 'blair.office@example.com', id: random.id(), can_manage_host_private_event: false },
    ],
    schedulers: [{ email: 'greta@example.com', id: random.id(), pmi: random.digits(10) }],
    collaboration_devices: [
      {
        ...{ id: random.uuid().toUpperCase(), device_name: 'Desk display', room_name: 'Alex Demo’s room' },
        ...{ room_user_id: random.id(), status: 'Online' },
      },
    ],
    meeting_templates: [
      { id: random.id(), name: 'One to one', type: 1 },
      { id: random.id(), name: 'Company default', type: 2 },
    ],
    webinar_templates: [{ id: random.id(), name: 'Product news', type: 1 }],
    pac_accounts: [
      {
        conference_id: random.digits(9),
        dedicated_dial_in_number: [{ country: 'DE', number: '+493055501777' }],
        global_dial_in_numbers: [{ country: 'US', number: '+15550100' }],
        ...{ listen_only_password: '3c2b1a', participant_password: 'a1b2c3' },
      },
    ],
    tsp_accounts: [
      {
        ...{ conference_code: '0125', id: '1', leader_pin: '11189898', tsp_bridge: 'EU_TSP_TB' },
        dial_in_numbers: [{ code: '49', country_label: 'Germany', number: '+49 3055501888', type: 'toll' }],
      },
    ],
    presence: { status: 'In_A_Zoom_Meeting' },
  };
}
