import { demoEmail, demoWorld } from '../../../simulators/zoom/index.js';
import { textOf } from '../../../simulators/zoom/text-of.js';
import type { OfficialSchema } from './official-document.js';
import { messageCases } from './official-messages.js';
import { day } from './zoom-under-test.js';

const user = '/users/alex.demo@example.com';
const months = [0, 30, 60, 90, 120, 150].map((end) => `from=${day(end + 30)}&to=${day(end)}`);
const byMonth = (path: string, more = '') => months.map((month) => `${path}?${month}${more}`);

const person = demoWorld(new Date()).users.find(({ email }) => email === demoEmail);
const webinarsOf = (field: 'id' | 'uuid') =>
  (person?.webinars ?? []).flatMap(({ record }) => {
    const name = textOf(record[field]);
    return name.startsWith('/') || name.includes('//') ? [] : [encodeURIComponent(name)];
  });
const clipIds = (person?.clips.kept ?? []).map(({ clip_id }) => clip_id as string);
const clipMonths = months.map((month) => month.replaceAll(/=(\d{4}-\d\d-\d\d)/g, '=$1T00:00:00Z'));
const clipsOf = (path: string, more = '') =>
  clipMonths.map((month) => `${path}?${month}&user_id=alex.demo@example.com${more}`);

/** Real answers to be held against one schema. */
export interface OfficialCase {
  file: string;
  template: string;
  paths: string[];
  /** Part of the schema that describes this answer, where it is a choice by parameter. */
  part?: (schema: OfficialSchema) => OfficialSchema | undefined;
  /** Deliberate differences, as `path keyword`, with the reason. */
  deviations?: Record<string, string>;
  /** Deliberate fields that the document does not name, with the reason. */
  undeclared?: Record<string, string>;
}

const unknownField = 'vendors add fields; the connector must keep them';
const nullable = 'nullable, says its text';
const realButUnnamed = 'real answers carry it';
const recordingDeviations = {
  '/meetings/type type': 'a real answer carried a number',
  '/meetings/type enum': 'a real answer carried a number',
  '/meetings/recording_files/file_type enum': 'TIMELINE, which the text describes; empty while unfinished',
  '/meetings/recording_files/status enum': 'an unfinished recording is `processing`',
};
const recordingUndeclared = {
  '/meetings/host_email': realButUnnamed,
  '/meetings/share_url': realButUnnamed,
  '/meetings/storage_object': unknownField,
  '/meetings/timezone': realButUnnamed,
};
const contradictsItself = 'the document wants a text that is an object';
const without = (fields: Record<string, string>, ...names: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** Every list and object the simulator answers, for the demo person, by option and type. */
export const officialCases: readonly OfficialCase[] = [
  {
    file: 'users.json',
    template: '/users/{userId}',
    paths: [
      user,
      '/users/casey.basic@example.com',
      '/users/drew.pending@example.com',
      '/users/frank.left@example.com',
    ],
    undeclared: { '/host_key': realButUnnamed, '/workspace_preferences': unknownField },
  },
  {
    file: 'users.json',
    template: '/users',
    paths: ['/users', '/users?status=inactive', '/users?status=pending', '/users?include_fields=host_key'],
    deviations: { '/users/email format': 'an e-mail in another script' },
  },
  {
    file: 'users.json',
    template: '/users/{userId}/settings',
    paths: [`${user}/settings`],
    part: (schema) => schema.oneOf?.[0],
  },
  {
    file: 'users.json',
    template: '/users/{userId}/settings',
    paths: [`${user}/settings?option=meeting_authentication`],
    part: (schema) => schema.oneOf?.[2]?.oneOf?.[0],
  },
  {
    file: 'users.json',
    template: '/users/{userId}/settings',
    paths: [`${user}/settings?option=recording_authentication`],
    part: (schema) => schema.oneOf?.[2]?.oneOf?.[1],
  },
  {
    file: 'users.json',
    template: '/users/{userId}/settings',
    paths: [`${user}/settings?option=meeting_security`],
    part: (schema) => schema.oneOf?.[3],
  },
  {
    file: 'meetings.json',
    template: '/users/{userId}/meetings',
    paths: ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'].map(
      (type) => `${user}/meetings?type=${type}&page_size=100`,
    ),
  },
  {
    file: 'webinars.json',
    template: '/users/{userId}/webinars',
    paths: [`${user}/webinars`, `${user}/webinars?type=upcoming&page_size=2`],
  },
  {
    file: 'reports.json',
    template: '/report/users/{userId}/meetings',
    paths: ['past', 'pastOne', 'pastJoined'].flatMap((type) =>
      byMonth(`/report${user}/meetings`, `&type=${type}`),
    ),
    undeclared: { '/meetings/session_trace': unknownField },
  },
  {
    file: 'archiving.json',
    template: '/archive_files',
    paths: Array.from({ length: 5 }, (_, week) => {
      const [from, to] = [day(week * 7 + 7), day(week * 7)];
      return `/archive_files?from=${from}T00:00:00Z&to=${to}T00:00:00Z`;
    }),
    deviations: {
      '/meetings/archive_files/participant_email format':
        'the words say: an empty text for people from elsewhere',
      '/meetings/complete_time anyOf': contradictsItself,
      '/meetings/complete_time enum': contradictsItself,
      '/meetings/complete_time type': contradictsItself,
      '/meetings required': 'the words say that they are removed of external meetings',
    },
  },
  {
    file: 'archiving.json',
    template: '/past_meetings/{meetingUUID}/archive_files',
    paths: ['%252FkQ7xW2zQbKuoKj48548Xg%253D%253D'].map((uuid) => `/past_meetings/${uuid}/archive_files`),
    deviations: {
      '/complete_time anyOf': contradictsItself,
      '/complete_time enum': contradictsItself,
      '/complete_time type': contradictsItself,
    },
  },
  { file: 'reports.json', template: '/report/activities', paths: byMonth('/report/activities') },
  {
    file: 'reports.json',
    template: '/report/operationlogs',
    paths: [...byMonth('/report/operationlogs'), ...byMonth('/report/operationlogs', '&category_type=user')],
  },
  {
    file: 'reports.json',
    template: '/report/telephone',
    paths: ['1', '2', '3'].flatMap((type) => byMonth('/report/telephone', `&type=${type}`)),
  },
  {
    file: 'recordings.json',
    template: '/users/{userId}/recordings',
    paths: [`${user}/recordings`, ...byMonth(`${user}/recordings`)],
    deviations: recordingDeviations,
    undeclared: recordingUndeclared,
  },
  {
    file: 'recordings.json',
    template: '/users/{userId}/recordings',
    paths: [
      `${user}/recordings?trash=true`,
      `${user}/recordings?trash=true&trash_type=recording_file`,
      ...byMonth(`${user}/recordings`, '&mc=true'),
    ],
    undeclared: without(recordingUndeclared, '/meetings/storage_object'),
  },
  {
    file: 'recordings.json',
    template: '/meetings/{meetingId}/recordings',
    paths: ['%252FkQ7xW2zQbKuoKj48548Xg%253D%253D', 'pV3%252F%252FnB8TUmZr0aYt6eLqA%253D%253D'].map(
      (uuid) => `/meetings/${uuid}/recordings?include_fields=download_access_token`,
    ),
    undeclared: { '/host_email': realButUnnamed, '/share_url': realButUnnamed, '/timezone': realButUnnamed },
  },
  {
    file: 'phone.json',
    template: '/phone/users/{userId}',
    paths: [`/phone${user}`, '/phone/users/blair.office@example.com'],
  },
  { file: 'phone.json', template: '/phone/users/{userId}/settings', paths: [`/phone${user}/settings`] },
  {
    file: 'phone.json',
    template: '/phone/users/{userId}/call_history',
    paths: [`/phone${user}/call_history`, ...byMonth(`/phone${user}/call_history`)],
    undeclared: {
      '/call_elements/ai_call_summary_id': 'its synchronised form has it',
      '/call_logs/ai_call_summary_id': 'its synchronised form has it',
      '/call_elements/call_sequence': unknownField,
      '/call_logs/call_sequence': unknownField,
    },
  },
  {
    file: 'phone.json',
    template: '/phone/users/{userId}/call_logs',
    paths: byMonth(`/phone${user}/call_logs`),
  },
  {
    file: 'phone.json',
    template: '/phone/users/{userId}/voice_mails',
    paths: [`/phone${user}/voice_mails`, ...byMonth(`/phone${user}/voice_mails`, '&trash=true')],
  },
  {
    file: 'phone.json',
    template: '/phone/users/{userId}/recordings',
    paths: [`/phone${user}/recordings`, ...byMonth(`/phone${user}/recordings`)],
  },
  { file: 'users.json', template: '/users/{userId}/permissions', paths: [`${user}/permissions`] },
  { file: 'users.json', template: '/users/{userId}/assistants', paths: [`${user}/assistants`] },
  { file: 'users.json', template: '/users/{userId}/schedulers', paths: [`${user}/schedulers`] },
  {
    file: 'users.json',
    template: '/users/{userId}/collaboration_devices',
    paths: [`${user}/collaboration_devices`],
  },
  {
    file: 'meetings.json',
    template: '/users/{userId}/meeting_templates',
    paths: [`${user}/meeting_templates`],
  },
  {
    file: 'webinars.json',
    template: '/users/{userId}/webinar_templates',
    paths: [`${user}/webinar_templates`],
  },
  { file: 'meetings.json', template: '/users/{userId}/pac', paths: [`${user}/pac`] },
  { file: 'meetings.json', template: '/users/{userId}/tsp', paths: [`${user}/tsp`] },
  {
    file: 'users.json',
    template: '/users/{userId}/presence_status',
    paths: [`${user}/presence_status`],
    part: (schema) => schema.oneOf?.[1],
  },
  ...['panelists', 'registrants'].map((part) => ({
    file: 'webinars.json',
    template: `/webinars/{webinarId}/${part}`,
    paths: webinarsOf('id').map((id) => `/webinars/${id}/${part}`),
  })),
  {
    file: 'webinars.json',
    template: '/past_webinars/{webinarId}/instances',
    paths: webinarsOf('id').map((id) => `/past_webinars/${id}/instances`),
  },
  ...['participants', 'absentees', 'polls', 'qa'].map((part) => ({
    file: 'webinars.json',
    template: `/past_webinars/{webinarId}/${part}`,
    paths: webinarsOf('uuid').map((uuid) => `/past_webinars/${uuid}/${part}`),
  })),
  {
    file: 'clips.json',
    template: '/clips',
    paths: ['', '&status=RECORD_DELETE', '&status=SUSPENDED', '&date_filter_type=CREATED_DATE'].flatMap(
      (more) => clipsOf('/clips', more),
    ),
  },
  { file: 'clips.json', template: '/accounts/{accountId}/clips', paths: clipsOf('/accounts/any/clips') },
  { file: 'clips.json', template: '/clips/{clipId}', paths: clipIds.map((id) => `/clips/${id}`) },
  {
    file: 'clips.json',
    template: '/clips/{clipId}/comments',
    paths: clipIds.map((id) => `/clips/${id}/comments`),
    undeclared: { '/data/children_comments/children_comments': 'a reply can be answered as well' },
  },
  {
    file: 'clips.json',
    template: '/clips/{clipId}/collaborators',
    paths: clipIds.map((id) => `/clips/${id}/collaborators`),
    deviations: {
      '/data/channel_id type': nullable,
      '/data/display_name type': nullable,
      '/data/email type': nullable,
      '/data/user_id type': nullable,
    },
  },
  ...messageCases(user, person, byMonth),
];

/** Requests that are refused as their documents say: path, HTTP status, Zoom's code. */
export function documentedRefusals(): [string, number, number][] {
  const nobody = '/users/nobody@example.com';
  const casey = '/users/casey.basic@example.com';
  const dates = `?${months[0] ?? ''}`;
  return [
    [nobody, 404, 1001],
    ['/users/erin.expired@example.com', 400, 1120],
    [`${nobody}/settings`, 404, 1001],
    ['/users/drew.pending@example.com/settings', 400, 1120],
    ['/users?next_page_token=old', 400, 300],
    [`${nobody}/meetings`, 404, 1001],
    [`${nobody}/webinars`, 404, 1001],
    [`${casey}/webinars`, 400, 200],
    [`${nobody}/recordings`, 404, 1001],
    ['/meetings/%252FkQ7xW2zQbKuoKj48548Xg%253D%253D/recordings', 404, 3301],
    ['/past_meetings/none/archive_files', 404, 3001],
    [`/report${nobody}/meetings${dates}`, 404, 1001],
    [`/report${user}/meetings${dates}&next_page_token=old`, 400, 300],
    [`/phone${nobody}`, 404, 1001],
    [`/phone${casey}`, 400, 300],
    [`/phone${casey}/settings`, 400, 300],
    [`/phone${nobody}/call_history${dates}`, 404, 300],
    [`/phone${user}/call_history?from=2026-01-01&to=2026-06-01`, 400, 301],
    [`/phone${casey}/call_logs${dates}`, 400, 300],
    [`/phone${user}/call_logs${dates}&next_page_token=old`, 400, 400],
    [`/phone${user}/voice_mails${dates}&next_page_token=old`, 400, 400],
    [`/phone${nobody}/voice_mails${dates}`, 404, 1001],
    ['/phone/voice_mails/none', 400, 300],
    [`/phone${casey}/recordings${dates}`, 400, 300],
    ['/phone/voice_mails/download/none', 400, 404],
    ['/phone/recording/download/none', 400, 404],
    ['/phone/recording_transcript/download/none', 400, 404],
    ['/clips?page_size=10', 400, 300],
    ['/clips/none', 404, 2000],
    ['/clips/none/comments', 404, 2000],
    ['/clips/none/collaborators', 404, 2000],
    ['/clips/none/download', 404, 10002],
  ];
}
