import {
  allOperations,
  contentOf,
  emptyAccountReports,
  emptyUser,
  mediaSha256,
  startSimulator,
  textMedia,
  type JsonObject,
  type JsonValue,
  type MediaFile,
  type MeetingList,
  type WebinarList,
  type World,
  type WorldUser,
} from '../../simulators/zoom/index.js';
import { textOf, type VendorRecord } from '../../src/contract/index.js';
import { sources, type DeclaredFile, type DeclaredSource } from './declared.js';
import type { OperationUse } from '../../src/contract/index.js';
import { fallbackOf, pagesOf, parentOf, parentRows, people, wholeRows } from './fixtures.js';

export type {
  FaultResponse,
  JsonObject,
  JsonValue,
  Simulator,
  SimulatorOptions,
  World,
  WorldUser,
} from '../../simulators/zoom/index.js';
export { startSimulator };

/** The moment at which the suite plays; the fixtures lie in the two weeks before it. */
export const moment = new Date('2026-03-15T12:00:00Z');
/** The days of the fixtures, so that a request asks one window. */
export const period = { from: '2026-03-01', to: '2026-03-15' };
/** The two people of the fixtures, and one without any licence. */
export const [subject, second, unlicensed] = [
  'robin.subject@example.com',
  'kim.second@example.com',
  'lee.unlicensed@example.com',
];

type RowsOf = (list: string) => JsonObject[];
const meetingLists: MeetingList[] = [
  'scheduled',
  'live',
  'upcoming',
  'upcoming_meetings',
  'previous_meetings',
];
const webinarLists: WebinarList[] = ['scheduled', 'upcoming'];
const listed = <List extends string>(lists: readonly List[], of: RowsOf) =>
  lists.flatMap((list) => of(list).map((record) => ({ lists: [list], record })));

const records = (list: JsonValue | undefined) => (Array.isArray(list) ? list.filter(isObject) : []);

/** Where the simulator keeps what is asked for one record of another source: by the value of the path. */
const beside = (user: WorldUser, parent: JsonObject, field = 'uuid') =>
  contentOf(user, textOf(parent[field] ?? parent.uuid) ?? '');
const inAllStates = (of: RowsOf) => ({
  approved: of('approved'),
  pending: of('pending'),
  denied: of('denied'),
});

/**
 * Where the simulator keeps the rows of a source, list by list: the line that a new source brings. Of a source that is asked
 * for records of others it is called for each of those.
 */
const shelves: Record<string, (user: WorldUser, of: RowsOf, world: World, parent: JsonObject) => void> = {
  user: (user, of) => void ([user.profile = {}] = of('profile')),
  'user-settings': (user, of) => {
    const [all = {}, meeting_authentication = {}, recording_authentication = {}, meeting_security = {}] =
      of('shapes');
    user.settings = { default: all, meeting_authentication, recording_authentication, meeting_security };
  },
  meetings: (user, of) => void (user.meetings = listed(meetingLists, of)),
  'meeting-history': (user, of) =>
    void (user.reports = { past: of('past'), pastOne: of('pastOne'), pastJoined: of('pastJoined') }),
  'past-occurrences': (user, of, _world, parent) =>
    void (beside(user, parent, 'id').occurrences = of('instances')),
  'meeting-participants': (user, of, _world, parent) =>
    void (beside(user, parent).participants = of('participants')),
  'meeting-details': (user, of, _world, parent) =>
    void (beside(user, parent, 'id').details = of('details')[0]),
  'meeting-invitations': (user, of, _world, parent) =>
    void (beside(user, parent, 'id').invitation = of('invitation')[0]),
  'meeting-registrants': (user, of, _world, parent) =>
    void (beside(user, parent, 'id').registrants = inAllStates(of)),
  'meeting-polls': (user, of, _world, parent) => void (beside(user, parent, 'id').polls = of('polls')),
  'meeting-surveys': (user, of, _world, parent) => void (beside(user, parent, 'id').survey = of('survey')[0]),
  'past-meetings': (user, of, _world, parent) => void (beside(user, parent).past = of('past')[0]),
  'meeting-reports': (user, of, _world, parent) => void (beside(user, parent).report = of('report')[0]),
  'meeting-attendance': (user, of, _world, parent) =>
    void (beside(user, parent).participants = of('participants')),
  'meeting-poll-answers': (user, of, _world, parent) =>
    void (beside(user, parent).pollAnswers = of('answers')),
  'meeting-questions': (user, of, _world, parent) => void (beside(user, parent).questions = of('questions')),
  'meeting-survey-answers': (user, of, _world, parent) =>
    void (beside(user, parent).surveyAnswers = of('answers')),
  'meeting-summary-list': (_user, of, world) => void (world.listedSummaries = of('summaries')),
  'meeting-summaries': (user, of, _world, parent) =>
    void (beside(user, parent, 'meeting_uuid').summary = of('summary')[0]),
  'recording-settings': (user, of, _world, parent) =>
    void (beside(user, parent).recordingSettings = of('settings')[0]),
  'recording-registrants': (user, of, _world, parent) =>
    void (beside(user, parent).recordingRegistrants = inAllStates(of)),
  'recording-views': (user, of, _world, parent) =>
    void (beside(user, parent).recordingViews = { by_view: of('by_view'), by_download: of('by_download') }),
  'meeting-transcripts': (user, of, _world, parent) =>
    void (beside(user, parent).transcript = of('transcript')[0]),
  webinars: (user, of) => void (user.webinars = listed(webinarLists, of)),
  recordings: (user, of) =>
    Object.assign(user, { recordings: of('cloud'), connectorRecordings: of('connector') }),
  'recordings-trash': (user, of) =>
    void (user.trash = { meeting_recordings: of('meetings'), recording_file: of('files') }),
  'webinar-panelists': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'id').panelists = of('panelists')),
  'webinar-registrants': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'id').registrants = {
      ...{ approved: of('approved'), pending: of('pending'), denied: of('denied') },
    }),
  'past-webinars': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'id').instances = of('instances')),
  'webinar-participants': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'uuid').participants = of('participants')),
  'webinar-polls': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'id').readyPolls = of('polls')),
  'webinar-surveys': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'id').survey = of('survey')[0]),
  'webinar-absentees': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'uuid').absentees = of('absentees')),
  'webinar-poll-answers': (user, of, _world, parent) =>
    void (webinarOf(user, parent, 'uuid').polls = of('polls')),
  'webinar-questions': (user, of, _world, parent) => void (webinarOf(user, parent, 'uuid').qa = of('qa')),
  permissions: (user, of) => void ([user.facts.permissions = {}] = of('permissions')),
  assistants: (user, of) => void (user.facts.assistants = of('assistants')),
  schedulers: (user, of) => void (user.facts.schedulers = of('schedulers')),
  'collaboration-devices': (user, of) => void (user.facts.collaboration_devices = of('devices')),
  presence: (user, of) => void ([user.facts.presence = {}] = of('presence')),
  'meeting-templates': (user, of) => void (user.facts.meeting_templates = of('templates')),
  'webinar-templates': (user, of) => void (user.facts.webinar_templates = of('templates')),
  'audio-conferences': (user, of) => void (user.facts.pac_accounts = of('accounts')),
  'telephone-bridges': (user, of) => void (user.facts.tsp_accounts = of('accounts')),
  'clip-comments': (user, of, _world, parent) =>
    void (user.clips.comments[textOf(parent.clip_id) ?? ''] = of('comments')),
  'clip-collaborators': (user, of, _world, parent) =>
    void (user.clips.collaborators[textOf(parent.clip_id) ?? ''] = of('collaborators')),
  clips: (user, of) =>
    Object.assign(user.clips, {
      kept: of('kept'),
      deleted: of('deleted'),
      suspended: of('suspended'),
    }),
  'phone-profile': (user, of) => void ([user.phone.profile = {}] = of('profile')),
  'phone-settings': (user, of) => void ([user.phone.settings = {}] = of('settings')),
  'phone-calls': (user, of) => void (user.phone.callElements = of('calls')),
  'phone-voicemails': (user, of) =>
    Object.assign(user.phone, { voicemails: of('inbox'), trashedVoicemails: of('trash') }),
  'phone-recordings': (user, of) => void (user.phone.recordings = of('recordings')),
  'phone-sms': (user, of) => void (user.sms.sessions = of('sessions')),
  'phone-call-summaries': (user, of, _world, parent) => {
    const [summary = {}] = of('summary');
    user.callSummaries[textOf(parent.ai_call_summary_id) ?? ''] = summary;
  },
  'phone-call-handling': (user, of, _world, parent) => {
    const [business_hours = {}, closed_hours = {}, ...others] = of('hours');
    user.callHandling = { business_hours, closed_hours };
    const named = [
      ...records(parent.holiday_hours).map(({ holiday_id }) => holiday_id),
      ...records(parent.break_hours).map(({ break_hour_id }) => break_hour_id),
    ];
    for (const [index, id] of named.entries()) user.callHandling[textOf(id) ?? ''] = others[index] ?? {};
  },
  'phone-faxes': (user, of) => void (user.faxes = of('faxes')),
  'shared-recordings': (user, of) => void (user.sharedLines.recordings = of('recordings')),
  'shared-voicemails': (user, of) =>
    Object.assign(user.sharedLines, { voicemails: of('inbox'), trashedVoicemails: of('trash') }),
  'phone-sms-messages': (user, of, _world, parent) =>
    void (user.sms.messages[textOf(parent.session_id) ?? ''] = of('messages')),
  'chat-sessions': (user, of) => {
    // A list of the whole account: whose a chat is, is said by its members.
    if (user.email === subject) user.chat.sessions = of('sessions');
  },
  'chat-messages': (user, of, _world, parent) => {
    const rows = of('messages');
    const marked = (wanted: string) => rows.flatMap(({ status, ...row }) => (status === wanted ? [row] : []));
    user.chat.messages[textOf(parent.id) ?? ''] = {
      messages: rows.filter(({ status }) => status === undefined),
      ...{ edited: marked('Edited'), deleted: marked('Deleted') },
    };
  },
  'chat-channels': (user, of) => void (user.chat.channels = of('channels')),
  'dial-ins': (_user, of, { reports }) =>
    void (reports.telephone = { 1: of('toll-free'), 2: of('toll'), 3: of('sip') }),
  'archived-meetings': (_user, of, world) => void (world.archive = of('archive')),
  'sign-ins': (_user, of, { reports }) => void (reports.activities = of('activities')),
  'operation-logs': (_user, of, { reports }) => void (reports.operationLogs = of('operations')),
};

const webinarOf = (user: WorldUser, parent: JsonObject, field: string) =>
  (user.webinarContent[textOf(parent[field]) ?? ''] ??= {});

/** Puts rows into every list of a source, and more into single ones. Addresses of files become files of the world. */
export function shelve(
  world: World,
  user: WorldUser,
  source: DeclaredSource,
  rows: readonly VendorRecord[],
  more: (list: string) => readonly VendorRecord[] = () => [],
) {
  const shelf = shelves[source.id];
  if (!shelf) throw new Error(`test/contract/vendor.ts has no line for the source "${source.id}".`);
  for (const file of rows.flatMap((row) => source.filesOf(row)))
    if (file.values) addFile(world, fileOf(mediaOf(file), 'video', { file_type: 'MP4' }));
  if (source.parents.length === 0) {
    shelf(
      user,
      (list) => [...rows, ...more(list)].map((row) => withMedia(world, row as JsonObject)),
      world,
      {},
    );
    return;
  }
  const parents = parentRows(source);
  for (const parent of parents) {
    const isOwn = (row: VendorRecord, index: number) => parentOf(source, parents, row, index) === parent;
    const of = (list: string) =>
      [...rows.filter(isOwn), ...more(list).filter((row) => isOwn(row, 0))].map((row) =>
        withMedia(world, withoutCarried(parent.carried, row) as JsonObject),
      );
    shelf(user, of, world, parent.record as JsonObject);
  }
}

/** A row as the vendor answers it. */
const withoutCarried = (carried: VendorRecord, row: VendorRecord): VendorRecord =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => carried[name] !== value || !(name in carried)),
  );

/** A small account whose people have what the fixtures show, on pages as short as those. */
export function contractWorld(): World {
  const world: World = {
    account: {
      ...{ id: 'a9QKcT7dRzmP2xUuNw1LhA', number: 10009239, ownerEmail: 'owner@example.com', hasPhone: true },
      ...{ callHistory: 'both', offersCallLogs: true, unlicensedPhone: 'invalid_user_id' },
    },
    users: [],
    reports: emptyAccountReports(),
    media: new Map(),
    emptyFirstPages: [],
    shortPages: {},
  };
  const licences = { webinar: true, phone: true };
  for (const person of people) {
    const user = emptyUser({ email: [subject, second][person] ?? '', licences });
    // What is asked for records of others is found by their ids, whoever is asked about.
    for (const source of person === 0 ? sources : sources.filter(({ parents }) => parents.length === 0))
      shelve(world, user, source, wholeRows(source, person));
    const { id, status } = user.profile as Pick<WorldUser, 'id' | 'status'>;
    world.users.push({ ...user, id, status });
    user.phone.callLogs = (fallbackOf('phone-calls')?.call_logs ?? []) as JsonObject[];
  }
  const off = { feature: { zoom_phone: false, webinar: false } };
  const settings = { ...emptyUser({ email: '' }).settings, default: off };
  world.users.push(emptyUser({ email: unlicensed, id: 'lEeUnl1censedAAAAAAAAA', settings }));
  for (const source of sources.filter(({ isPaged }) => isPaged))
    (world.shortPages ??= {})[templateOf(source)] = source.itemsOf(pagesOf(source.id)[0] ?? {}).length;
  return world;
}

/** The simulator's template of the list of a source. */
export function templateOf({ operations: [list] }: DeclaredSource): string {
  const plain = (template: string) => template.replaceAll(/\{[^}]*\}/g, '{}');
  const endpoint = list?.endpoint ?? '';
  return allOperations.find(({ template }) => plain(template) === plain(endpoint))?.template ?? endpoint;
}

/** A pattern that does not take the place of a placeholder for the word of another operation. */
function withoutLiterals(pattern: string): string {
  const others = allOperations.map(({ template }) => template).filter((one) => !one.includes('{'));
  const taken = others.filter((one) => one !== pattern && new RegExp(`^${pattern}$`).test(one));
  return taken.map((one) => `(?!${one}(?:\\?|$))`).join('') + pattern;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&');

/** The calls of a source's list or lookup as they stand in the simulator's log. */
export function callsOf(source: DeclaredSource): RegExp {
  const others = sources.filter((other) => other !== source && templateOf(other) === templateOf(source));
  // Sources of one operation are told apart by the records they are asked for.
  const isOfParents = source.parents.length > 0 && others.length > 0;
  const path = isOfParents
    ? `(${parentRows(source)
        .map(({ paths: [first = ''] }) => escaped(first))
        .join('|')})`
    : withoutLiterals(templateOf(source).replaceAll(/\{[^}]*\}/g, '[^/?]+'));
  // The log and the faults know a path also without its query.
  const end = source.isPaged ? '(?=\\?)' : '(?=\\?|$)';
  if (isOfParents) return new RegExp(`^/v2${path}${end}`);
  const named = source.queries.map((query) => Object.entries(query));
  const foreign = others
    .flatMap(({ queries }) => queries.flatMap((query) => Object.entries(query)))
    .filter(([name]) => !named.some((own) => own.some(([ownName]) => ownName === name)));
  const without = foreign.map(([name, value]) => `(?!.*[?&]${name}=${value}(&|$))`).join('');
  const isShared = others.length > 0 && named.every((own) => own.length > 0);
  const wanted = isShared
    ? `(?=.*(${named.map((own) => own.map(([name, value]) => `${name}=${value}`).join('.*')).join('|')}))`
    : '';
  return new RegExp(`^/v2${path}${end}${without}${wanted}`);
}

/** Digest of the file that a record names by an address, or by what an operation takes. */
export const digestOf = (world: World, file: DeclaredFile) => mediaSha256(world, mediaOf(file));

const mediaOf = ({ url, values = {} }: DeclaredFile) => nameOf(url ?? Object.values(values).at(-1));

const nameOf = (url: unknown) => String(url).split('/').at(-1) ?? '';

function withMedia(world: World, value: JsonObject): JsonObject {
  const fields = Object.entries(value).map(([name, held]): [string, JsonValue | undefined] => {
    if (/(^|_)download_url$|^thumbnail_link$/.test(name) && typeof held === 'string') {
      const file = fileOf(nameOf(held), name, value);
      addFile(world, file);
      return [name, `media:${file.id}`];
    }
    if (!Array.isArray(held)) return [name, held];
    return [name, held.map((item) => (isObject(item) ? withMedia(world, item) : item))];
  });
  return Object.fromEntries(fields);
}

const addFile = ({ media }: World, file: MediaFile) => void media.set(file.id, file);

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const spoken = '{"timeline":[{"ts":"00:00:01.000","end_ts":"00:00:02.000","text":"Hello"}]}';

function fileOf(id: string, field: string, { file_type, file_size }: JsonObject): MediaFile {
  if (field.startsWith('transcript')) return textMedia(id, 'application/json', spoken);
  const bytes = typeof file_size === 'number' ? file_size : 4_096;
  if (file_type === 'CHAT')
    return textMedia(id, 'text/plain', '00:00:01\t Robin Subject:\tHello'.padEnd(bytes, '.'));
  const contentType = file_type === 'MP4' ? 'video/mp4' : file_type === 'M4A' ? 'audio/mp4' : 'audio/mpeg';
  return { id, contentType, bytes };
}

/** The calls of another operation of a source, as they stand in the log. */
export const operationCalls = ({ operations }: DeclaredSource, use: OperationUse): RegExp[] =>
  operations
    .filter((one) => one.use === use)
    .map(({ endpoint = '' }) => new RegExp(`^/v2${endpoint.replace(/\{[^}]*\}/g, '[^/?]+')}(?=\\?|$)`));

/** The downloads of a source's files, as they stand in the log: recording addresses are sealed, and begin with the name. */
export function downloadCalls(source: DeclaredSource, rows: readonly VendorRecord[]): RegExp {
  const names = rows.flatMap((row) => source.filesOf(row).map(mediaOf));
  const beginning = (name: string) => {
    const bytes = Buffer.from(JSON.stringify([name]).slice(0, -1));
    return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64url');
  };
  const sealed = names.flatMap((name) => [name, beginning(name)]).join('|');
  return new RegExp(`/download/(${sealed})|/(${names.join('|')})/download$`);
}
