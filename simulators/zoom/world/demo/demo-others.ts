import { emptyUser } from '../empty-user.js';
import type { WorldUser } from '../world-user.js';
import { demoChatOfOthers } from './demo-chat.js';
import type { DemoContext } from './demo-context.js';
import { demoSettings } from './demo-settings.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;

/** Other people of the account: every state a subject can be in, and e-mails that are hard to write into a path. */
export function demoOthers(context: DemoContext): WorldUser[] {
  return [
    other(context, 'owner@example.com', 'Olive Owner', { licences: { webinar: true, phone: true } }),
    other(context, 'blair.office@example.com', 'Blair Office', {
      licences: { webinar: false, phone: true },
      chat: demoChatOfOthers(context),
    }),
    other(context, 'casey.basic@example.com', 'Casey Basic', {}),
    other(context, "pat.o'hara+zoom@example.com", "Pat O'Hara", {}),
    other(context, 'zoë.müller@example.com', 'Zoë Müller', {}),
    other(context, 'frank.left@example.com', 'Frank Left', { status: 'inactive' }),
    other(context, 'gina.gone@example.com', 'Gina Gone', { status: 'inactive', foundByEmail: false }),
    emptyUser({
      email: 'drew.pending@example.com',
      status: 'pending',
      profile: { ...name('Drew Pending'), verified: 0 },
    }),
    emptyUser({
      email: 'erin.expired@example.com',
      status: 'pending',
      invitationExpired: true,
      profile: { ...name('Erin Expired'), verified: 0 },
    }),
  ];
}

function other(
  context: DemoContext,
  email: string,
  displayName: string,
  fields: Partial<WorldUser>,
): WorldUser {
  const { random } = context;
  const licences = fields.licences ?? { webinar: false, phone: false };
  const user = emptyUser({
    id: random.id(),
    email,
    ...fields,
    settings: demoSettings(licences),
    profile: {
      ...name(displayName),
      type: licences.phone ? 2 : 1,
      role_name: email.startsWith('owner') ? 'Owner' : 'Member',
      timezone: 'Europe/Berlin',
      verified: 1,
      user_created_at: minutesAgo(context, 700 * dayMinutes),
      created_at: minutesAgo(context, 690 * dayMinutes),
    },
  });
  if (licences.phone)
    user.phone.profile = {
      id: user.id,
      email,
      extension_number: random.int(10_001_010, 10_001_999),
      status: 'activate',
    };
  if (licences.phone)
    user.phone.settings = { status: 'Active', country: { code: 'DE', country_code: '49', name: 'Germany' } };
  return user;
}

function name(displayName: string) {
  const [first = '', last = ''] = displayName.split(' ');
  return { first_name: first, last_name: last, display_name: displayName };
}
