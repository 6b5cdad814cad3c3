import { findMember } from '../find-user.js';
import type { JsonObject } from '../json.js';
import type { RateLabel } from '../limits/rate-limit-table.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { AccountFacts } from '../world/account-facts.js';

const userScopes = ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'];

/** One list of a person, without pages. */
function listOf(
  path: string,
  list: keyof AccountFacts,
  label: RateLabel,
  scopes: Operation['scopes'],
  { hasTotal = false, lacking }: { hasTotal?: boolean; lacking?: [code: number, message: string] } = {},
): Operation {
  return {
    ...{ template: `/users/{userId}/${path}`, family: 'main', label, scopes },
    answer: (exchange) => {
      const { facts, licences } = findMember(exchange);
      const rows = facts[list] as JsonObject[] | undefined;
      const isWithout = list === 'webinar_templates' ? !licences.webinar : rows === undefined;
      if (lacking && isWithout) throw new Refusal(400, ...lacking);
      const held = rows ?? [];
      const named = list.endsWith('_templates') ? 'templates' : list;
      return { status: 200, body: { [named]: held, ...(hasTotal && { total_records: held.length }) } };
    },
  };
}

const granular = (name: string) => [name, `${name}:admin`];
const ofUser = (name: string, ...more: string[]) => ({
  ...{ granular: granular(`user:read:${name}`), classic: [...userScopes, ...more] },
});

/** What Zoom keeps around a person. Source: https://developers.zoom.us/docs/api/users/ and …/meetings/ */
export const accountFacts: readonly Operation[] = [
  {
    ...{ template: '/users/{userId}/permissions', family: 'main', label: 'light' },
    scopes: ofUser('list_permissions', 'user_profile'),
    answer: (exchange) => ({ status: 200, body: findMember(exchange).facts.permissions }),
  },
  listOf('assistants', 'assistants', 'medium', ofUser('list_assistants', 'user_profile')),
  listOf('schedulers', 'schedulers', 'medium', ofUser('list_schedulers', 'user_profile')),
  listOf('collaboration_devices', 'collaboration_devices', 'medium', ofUser('list_collaboration_devices'), {
    hasTotal: true,
  }),
  listOf(
    'meeting_templates',
    'meeting_templates',
    'medium',
    { granular: granular('meeting:read:list_templates'), classic: ['meeting:read', 'meeting:read:admin'] },
    { hasTotal: true },
  ),
  listOf(
    'webinar_templates',
    'webinar_templates',
    'heavy',
    { granular: granular('webinar:read:list_templates'), classic: ['webinar:read', 'webinar:read:admin'] },
    { hasTotal: true, lacking: [200, 'Webinar plan is missing. You must subscribe to the webinar plan.'] },
  ),
  listOf(
    'pac',
    'pac_accounts',
    'light',
    { granular: granular('pac:read:list_pac_accounts'), classic: ['pac:read:admin', 'pac:read'] },
    { lacking: [2024, 'User does not have PAC enabled.'] },
  ),
  listOf(
    'tsp',
    'tsp_accounts',
    'medium',
    { granular: granular('tsp:read:list_tsp_accounts'), classic: ['tsp:read:admin', 'tsp:read'] },
    { lacking: [2024, 'Account has not enabled TSP.'] },
  ),
  {
    template: '/users/{userId}/presence_status',
    family: 'main',
    label: 'medium',
    scopes: {
      granular: granular('user:read:presence_status'),
      classic: ['user:read', 'user:read:admin'],
    },
    answer: (exchange) => ({ status: 200, body: findMember(exchange).facts.presence }),
  },
];
