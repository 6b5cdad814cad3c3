import type { WorldUser } from '../../../simulators/zoom/index.js';
import type { OfficialCase } from './official-cases.js';

type ByMonth = (path: string, more?: string) => string[];

const idsOf = (rows: readonly Record<string, unknown>[], field: string) =>
  rows.map((row) => row[field] as string);

/** What the simulator answers of telephony beyond calls, and of chat. */
export function messageCases(user: string, person: WorldUser | undefined, byMonth: ByMonth): OfficialCase[] {
  if (!person) return [];
  const { sms, chat, phone, callSummaries } = person;
  const phoneCase = (template: string, paths: string[]): OfficialCase => ({
    ...{ file: 'phone.json', template, paths },
  });
  const chatCase = (template: string, paths: string[]): OfficialCase => ({
    ...{ file: 'team-chat.json', template, paths },
  });
  const reportCase = (template: string, paths: string[]): OfficialCase => ({
    ...{ file: 'team-chat-reports.json', template, paths },
  });
  const sessions = idsOf(sms.sessions, 'session_id');
  const all =
    'include_fields=edited_messages,deleted_messages&include_bot_message=true&include_reactions=true';
  const extension = phone.profile.extension_id as string;
  return [
    phoneCase('/phone/users/{userId}/sms/sessions', [
      ...byMonth(`/phone${user}/sms/sessions`, '&session_type=all&filter_type=sent_received_message_time'),
      `/phone${user}/sms/sessions`,
    ]),
    phoneCase(
      '/phone/sms/sessions/{sessionId}',
      sessions.flatMap((id) => byMonth(`/phone/sms/sessions/${id}`)),
    ),
    phoneCase(
      '/phone/sms/sessions/{sessionId}/messages/{messageId}',
      sessions.flatMap((id) =>
        idsOf(sms.messages[id] ?? [], 'message_id').map((one) => `/phone/sms/sessions/${id}/messages/${one}`),
      ),
    ),
    phoneCase('/phone/extension/{extensionId}/fax/logs', byMonth(`/phone/extension/${extension}/fax/logs`)),
    phoneCase(
      '/phone/user/{userId}/ai_call_summary/{aiCallSummaryId}',
      Object.keys(callSummaries).map((id) => `/phone${user.replace('users', 'user')}/ai_call_summary/${id}`),
    ),
    phoneCase(
      '/phone/users/{userId}/call_handling/settings',
      ['business_hours', 'closed_hours'].map(
        (hours) => `/phone${user}/call_handling/settings?hour_type=${hours}`,
      ),
    ),
    phoneCase('/phone/recordings', byMonth('/phone/recordings', '&owner_type=callQueue')),
    phoneCase('/phone/voice_mails', byMonth('/phone/voice_mails', '&owner_type=callQueue')),
    chatCase('/chat/users/{userId}/channels', [`/chat${user}/channels`]),
    reportCase('/report/chat/sessions', byMonth('/report/chat/sessions')),
    reportCase(
      '/report/chat/sessions/{sessionId}',
      idsOf(chat.sessions, 'id').flatMap((id) => byMonth(`/report/chat/sessions/${id}`, `&${all}`)),
    ),
    chatCase('/chat/users/{userId}/sessions', [`/chat${user}/sessions`]),
    chatCase(
      '/chat/users/{userId}/messages',
      idsOf(chat.channels, 'id').map((id) => `/chat${user}/messages?to_channel=${id}`),
    ),
  ];
}
