import type { JsonObject } from '../../json.js';
import type { AccountReports } from '../account-reports.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { minutesAfter, minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;
const others = ['blair.office@example.com', 'casey.basic@example.com', 'owner@example.com'];

/** What the account's reports show of half a year, most of it about other people. */
export function demoAccountReports(context: DemoContext, meetings: PastMeeting[]): AccountReports {
  return {
    // The last of them is no user any more.
    activities: [context.person.email, ...others, 'jo.former@example.com'].flatMap((email) =>
      signInsOf(context, email),
    ),
    operationLogs: [...changesOfPerson(context), ...changesOfOthers(context)],
    telephone: {
      1: calls(context, meetings.slice(0, 5), 'call-out'),
      2: calls(context, meetings.slice(5, 8), 'Toll'),
      3: [],
    },
  };
}

function signInsOf(context: DemoContext, email: string): JsonObject[] {
  return Array.from({ length: 24 }, (_, place) => {
    const isDesktop = place % 3 > 0;
    return {
      client_type: isDesktop ? 'Mac Client' : 'Browser',
      email,
      ip_address: `192.0.2.${context.random.int(1, 250)}`,
      time: minutesAgo(context, 300 + place * 7 * dayMinutes + context.random.int(0, 400)),
      type: place % 4 === 3 ? 'Sign out' : 'Sign in',
      version: isDesktop ? '6.2.11.50939' : '',
    };
  });
}

function changesOfPerson(context: DemoContext): JsonObject[] {
  const { email } = context.person;
  return [
    change(context, 12, email, ['recording', 'Delete', 'Delete recording of Quarterly planning']),
    change(context, 40, 'owner@example.com', [
      'user',
      'Update',
      `Change Type: ${email} from Basic to Licensed`,
    ]),
    change(context, 171, 'owner@example.com', ['role', 'Add', `Add Members: ${email} to role Member`]),
  ];
}

function changesOfOthers(context: DemoContext): JsonObject[] {
  return [
    change(context, 3, 'owner@example.com', ['user', 'Delete', 'delete user - jo.former@example.com']),
    // An address that only ends like the person's.
    change(context, 5, 'owner@example.com', ['user', 'Add', `add user - not.${context.person.email}`]),
    change(context, 30, 'owner@example.com', ['account', 'Update', 'Cloud Recording: from Off to On']),
  ];
}

function change(
  context: DemoContext,
  days: number,
  operator: string,
  [category_type = '', action = '', operation_detail = '']: string[],
): JsonObject {
  return {
    action,
    category_type,
    operation_detail,
    operator,
    time: minutesAgo(context, days * dayMinutes + 77),
  };
}

function calls({ random, person }: DemoContext, meetings: PastMeeting[], type: string): JsonObject[] {
  return meetings.flatMap((meeting) => {
    const row = (host: { host_email: string; host_id: string; host_name: string }): JsonObject => ({
      call_in_number: `+4930${random.digits(7)}`,
      country_name: 'DE',
      dept: 'Customer Success',
      duration: 5,
      end_time: minutesAfter(meeting.start, 5),
      ...host,
      meeting_id: meeting.id,
      meeting_type: 'Meeting',
      phone_number: '+493055502000',
      rate: 0.03,
      signaled_number: `+4930${random.digits(7)}`,
      start_time: meeting.start,
      total: 0.15,
      type,
      uuid: meeting.uuid,
    });
    return [
      row({ host_email: person.email, host_id: person.id, host_name: person.name }),
      row({ host_email: 'blair.office@example.com', host_id: random.id(), host_name: 'Blair Office' }),
    ];
  });
}
