/** One thing another system reads or offers. */
export interface SystemRow {
  kind: 'operation' | 'scope' | 'option' | 'attribute';
  /** As that system prints it. */
  name: string;
  /** Path template of Zoom's documents, where the printed one is not; sources are found by it. */
  path?: string;
  /** Sources that answer it; absent: those that make the call or use the scope. */
  sources?: readonly string[];
  /** How it is answered, or why not. */
  answer?: string;
}

/** A system of the trade, and what its public pages say it reads. */
export interface TradeSystem {
  name: string;
  /** Its public page, where it has an address of its own. */
  docs?: string;
  rows: readonly SystemRow[];
}

/** Scopes that no call of ours uses, and why. */
const unused: Readonly<Record<string, string>> = {
  'group:read:group:admin':
    'not used: the profile names the groups, and what a group’s settings are is not read yet',
  'group:read:list_groups:admin':
    'not used: the profile names the groups of a person (`subject_groups` takes their ids)',
  'contact_group:read:list_groups:admin':
    'not used: who may be asked about is told by the groups of the profile',
  'team_chat:read:list_members:admin':
    'not used: who may be asked about is told by the groups of the profile',
  'report:read:list_webinar_participants:admin':
    'not used: `webinar-participants` asks the list of the past webinar',
  'dashboard:read:list_webinar_participants:admin':
    'not used: `webinar-participants` asks the list of the past webinar, without device and network address',
  'report:read:webinar_survey:admin': 'not read yet',
  'cloud_recording:read:list_account_recordings:admin':
    'not used: recordings of the person come by the list of the person',
  'cloud_recording:read:recording:admin': 'not used: the list of a recording’s files has all that it holds',
};

const scopes = (...names: string[]): SystemRow[] =>
  names.map((name) => ({ kind: 'scope', name, ...(unused[name] !== undefined && { answer: unused[name] }) }));
const attribute = (name: string, answer: string, sources: readonly string[]): SystemRow => ({
  kind: 'attribute',
  ...{ name, answer, sources },
});
const option = (name: string, answer: string, sources: readonly string[] = []): SystemRow => ({
  kind: 'option',
  ...{ name, answer, sources },
});

const archived = (name: string, field: string) => attribute(name, `\`${field}\``, ['archived-meetings']);

/** No operation of Zoom that is documented tells who chose to be archived. */
const unstated = 'in no answer that Zoom documents: who chose to be archived is not told';

/** What five systems of the trade read from Zoom, by their public pages. */
export const systems: readonly TradeSystem[] = [
  {
    name: 'DataGrail, Zoom integration',
    rows: [
      { kind: 'operation', name: 'GET /users/email', path: '/users/{email}' },
      { kind: 'operation', name: 'GET /users/user_id/settings', path: '/users/{subject}/settings' },
      { kind: 'operation', name: 'GET /users/user_id/meetings', path: '/users/{subject}/meetings' },
      { kind: 'operation', name: 'GET /users/user_id/webinars', path: '/users/{subject}/webinars' },
      { kind: 'operation', name: 'GET /users/user_id/recordings', path: '/users/{subject}/recordings' },
      { kind: 'operation', name: 'GET /phone/users/user_id', path: '/phone/users/{subject}' },
      {
        kind: 'operation',
        name: 'GET /phone/users/user_id/settings',
        path: '/phone/users/{subject}/settings',
      },
      {
        kind: 'operation',
        name: 'GET /phone/users/user_id/call_logs',
        path: '/phone/users/{subject}/call_logs',
        answer: 'stands in for `call_history`, which Zoom names as its successor',
      },
      {
        kind: 'operation',
        name: 'GET /phone/users/user_id/voice_mails',
        path: '/phone/users/{subject}/voice_mails',
      },
      {
        kind: 'operation',
        name: 'GET /phone/users/user_id/recordings',
        path: '/phone/users/{subject}/recordings',
      },
      ...scopes(
        'user:read:user:admin',
        'group:read:group:admin',
        'meeting:read:list_meetings:admin',
        'webinar:read:list_webinars:admin',
        'cloud_recording:read:list_user_recordings:admin',
        'phone:read:user:admin',
        'phone:read:user_setting:admin',
        'phone:read:list_recordings:admin',
        'phone:read:list_voicemails:admin',
        'phone:read:list_call_logs:admin',
      ),
      option(
        'OAuth 2.0 with client id and secret, credentials encrypted',
        'a connection, by credentials or by consent',
      ),
      option('70 to 80 % of the rate limits, leaky bucket', '`rate_share`, 0.75, at most 0.8, evenly spaced'),
      option(
        '429 interrupts, waits and retries with exponential backoff',
        'as `Retry-After` and the daily budgets say',
      ),
      option('test of a connection', '`POST /v1/connections/{id}/test`, per source'),
    ],
  },
  {
    name: 'Theta Lake, Zoom Clips',
    docs: 'https://thetalake.zendesk.com/hc/en-us/articles/50790230069779-Content-Source-Zoom-Clips',
    rows: [
      ...scopes(
        'user:read:list_users:admin',
        'contact_group:read:list_groups:admin',
        'team_chat:read:list_members:admin',
        'clips:read:clip:admin',
        'clips:read:list_comments:admin',
        'clips:read:list_user_clips:admin',
        'clips:read:list_collaborator:admin',
      ),
      option('name of the integration', '`label` of a connection'),
      option('content: clips', '', ['clips']),
      option('content: clip comments', '', ['clip-comments']),
      option('groups of users (none: everybody)', '`asked_groups` of a connection'),
      option(
        'save and start, or start later',
        'a connection asks nothing by itself: each request is a start',
      ),
      option('search by attributes of clips and comments', 'search box on every page of a source', [
        'clips',
        'clip-comments',
      ]),
    ],
  },
  {
    name: 'Theta Lake, Zoom eComms Archive',
    docs: 'https://thetalake.zendesk.com/hc/en-us/articles/43903134142611-Content-Source-Integration-Zoom-eComms-Archive-Server-Authentication',
    rows: [
      ...scopes(
        'user:read:user:admin',
        'user:read:list_users:admin',
        'webinar:read:list_panelists:admin',
        'meeting:read:list_past_participants:admin',
        'webinar:read:list_past_participants:admin',
        'report:read:list_meeting_participants:admin',
        'report:read:list_webinar_participants:admin',
        'meeting:read:past_meeting:admin',
        'dashboard:read:list_meeting_participants:admin',
        'dashboard:read:list_webinar_participants:admin',
        'archiving:read:list_archived_files:admin',
        'group:read:list_groups:admin',
        'archiving:update:archived_file_auto_delete_status:admin',
        'meeting:read:list_polls:admin',
        'webinar:read:list_polls:admin',
        'meeting:read:list_poll_results:admin',
        'webinar:read:list_past_polls:admin',
        'meeting:read:past_qa:admin',
        'webinar:read:past_qa:admin',
        'meeting:read:list_summaries:admin',
        'meeting:read:summary:admin',
        'meeting:read:survey:admin',
        'webinar:read:survey:admin',
        'report:read:meeting_survey:admin',
        'report:read:webinar_survey:admin',
      ).map((row) =>
        row.name === 'archiving:update:archived_file_auto_delete_status:admin'
          ? { ...row, sources: [], answer: 'never: it changes what Zoom keeps, and this product only reads' }
          : row,
      ),
      option('groups of users', '`asked_groups` of a connection'),
      option('media: none, audio only, video and audio', '`media` and `video` of a request', [
        'archived-meetings',
      ]),
      option(
        'meeting chat',
        'the files that Zoom archives, as they came; their messages are not yet told as threads',
        ['archived-meetings'],
      ),
      option('polls', '', ['meeting-polls', 'meeting-poll-answers', 'webinar-polls', 'webinar-poll-answers']),
      option('Q&A', '', ['meeting-questions', 'webinar-questions']),
      option('AI Companion summary', '', ['meeting-summaries']),
      option('surveys', 'answers to those of webinars are not read yet', [
        'meeting-surveys',
        'meeting-survey-answers',
        'webinar-surveys',
      ]),
      option('transcripts (with media), closed captions', '', ['archived-meetings']),
      option(
        'deletion of archived files after capture',
        'never: an access request takes nothing away (capture products move data)',
      ),
      archived('ArchiveFileFileExtension', 'archive_files[].file_extension'),
      archived('ArchiveFileFileSize', 'archive_files[].file_size'),
      archived('ArchiveFileFileType', 'archive_files[].file_type'),
      archived('ArchiveFileId', 'archive_files[].id'),
      archived('ArchiveFileIsIndividual', 'archive_files[].individual'),
      archived('ArchiveFileParticipantEmail', 'archive_files[].participant_email'),
      archived('ArchiveFileParticipantJoinTime', 'archive_files[].participant_join_time'),
      archived('ArchiveFileParticipantLeaveTime', 'archive_files[].participant_leave_time'),
      archived('ArchiveFileRecordingType', 'archive_files[].recording_type'),
      option('IsOptionalRecording', unstated),
      archived('MeetingAccountName', 'account_name'),
      archived('MeetingCompleteTime', 'complete_time'),
      archived('MeetingDurationInSecond', 'duration_in_second'),
      archived('MeetingHostId', 'host_id'),
      archived('MeetingId', 'id'),
      archived('MeetingIsBreakoutRoom', 'is_breakout_room'),
      archived('MeetingMeetingType', 'meeting_type'),
      archived('MeetingUUID', 'uuid'),
      option('ParticipantsJoinWithArchiving', unstated),
      option('ParticipantsJoinWithoutArchiving', unstated),
      option('ParticipantsNoOptionalArchiving', unstated),
      ...['created_time', 'end_time', 'last_modified_time', 'start_time'].map((field) =>
        attribute(
          `Summary${field.replace(/(^|_)(\w)/g, (_all, _start: string, letter: string) => letter.toUpperCase())}`,
          `\`summary_${field}\``,
          ['meeting-summaries'],
        ),
      ),
    ],
  },
  {
    name: 'Viven, Zoom Meetings',
    rows: [
      ...scopes(
        'user:read:list_users:admin',
        'user:read:user:admin',
        'user:read:settings:admin',
        'meeting:read:list_meetings:admin',
        'meeting:read:meeting:admin',
        'meeting:read:list_past_instances:admin',
        'meeting:read:past_meeting:admin',
        'meeting:read:list_past_participants:admin',
        'meeting:read:invitation:admin',
        'cloud_recording:read:list_user_recordings:admin',
        'cloud_recording:read:list_account_recordings:admin',
        'cloud_recording:read:recording:admin',
        'cloud_recording:read:list_recording_files:admin',
        'cloud_recording:read:recording_settings:admin',
        'report:read:list_meeting_participants:admin',
        'report:read:meeting:admin',
      ),
      option('transcripts as recording files of type TRANSCRIPT', 'also as text on the page', ['recordings']),
      option(
        'webhooks recording.completed, recording.transcript_completed, meeting.ended',
        'not used: a request reads what is there when it is made',
      ),
      option('metadata only, or with recordings and transcripts', '`media` of a request', ['recordings']),
      option(
        'the plan and its limits, so that the time of a backfill can be told',
        '`plan` of a connection; `zoom-dsar plan EMAIL`',
      ),
    ],
  },
  {
    name: 'Zoom, Clips API',
    docs: 'https://developers.zoom.us/docs/api/clips/',
    rows: [
      { kind: 'operation', name: 'GET /accounts/{accountId}/clips', path: '/accounts/{account}/clips' },
      ...scopes('clips:read:list_user_clips:master', 'clips:read:list_user_clips:admin'),
      ...[
        ...['clip_id', 'title', 'description', 'duration', 'status', 'owner_id', 'file_size', 'share_link'],
        ...['share_link_settings', 'thumbnail_link', 'tags', 'created_date', 'modified_date'],
      ].map((field) => attribute(field, `\`${field}\``, ['clips'])),
    ],
  },
];
