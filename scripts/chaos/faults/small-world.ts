import {
  demoEmail,
  demoWorld,
  emptyUser,
  type JsonObject,
  type World,
  type WorldUser,
} from '../../../simulators/zoom/index.js';

/** How the world of a cell differs from the plain one. */
export interface WorldChanges {
  /** The person is inactive and found in the lists of users only. */
  isHidden?: boolean;
  /** The account knows only the older list of calls. */
  hasOldCalls?: boolean;
  /** The newest recording is so young that it is looked at again at the end. */
  hasYoungRecording?: boolean;
}

const dayMs = 86_400_000;
/** Three windows of a month, for a connector whose windows begin then. */
export const ageDays = 62;
/** Enough rows in the newest window for several pages of two. */
const most = 7;

/** A world with a little of everything about one person: every operation is called, every list has pages. */
export function smallWorld(now: Date, changes: WorldChanges = {}): World {
  const world = demoWorld(now);
  const person = world.users.find(({ email }) => email === demoEmail);
  if (!person) throw new Error('The demo person is gone.');
  const small = shrink(person, now);
  small.recordings.forEach(keepTwoFiles);
  const [newest] = small.recordings;
  if (changes.hasYoungRecording && newest) newest.start_time = secondsOf(now.getTime() - 3 * 3_600_000);
  if (changes.isHidden) Object.assign(small, { status: 'inactive', foundByEmail: false });
  world.account.callHistory = changes.hasOldCalls ? 'not_offered' : 'call_elements';
  world.account.offersCallLogs = changes.hasOldCalls ?? false;
  const other = emptyUser({ id: 'otherPersonId', email: 'other.person@example.com', status: 'inactive' });
  world.users = [other, small];
  if (changes.isHidden) world.emptyFirstPages.push('/users');
  return world;
}

function shrink(person: WorldUser, now: Date): WorldUser {
  const since = now.getTime() - (ageDays - 2) * dayMs;
  const recent = (records: JsonObject[], field: string, count = most) =>
    records
      .filter((record) => momentOf(record[field]) >= since)
      .sort((one, other) => momentOf(other[field]) - momentOf(one[field]))
      .slice(0, count);
  const { phone, reports, trash } = person;
  const recordings = recent(person.recordings, 'start_time').filter(
    ({ recording_files: files }) => (files as JsonObject[])[0]?.file_type !== '',
  );
  return {
    ...person,
    profile: {
      ...person.profile,
      user_created_at: secondsOf(now.getTime() - ageDays * dayMs),
    },
    meetings: person.meetings.slice(0, most),
    webinars: person.webinars.slice(0, most),
    reports: {
      past: recent(reports.past, 'start_time'),
      pastOne: recent(reports.pastOne, 'start_time', 2),
      pastJoined: recent(reports.pastJoined, 'start_time'),
    },
    recordings,
    trash: { meeting_recordings: trash.meeting_recordings.slice(0, 1), recording_file: trash.recording_file },
    phone: {
      ...phone,
      callElements: recent(phone.callElements, 'start_time').map(withoutReferences),
      callLogs: recent(phone.callLogs, 'date_time').map(withoutReferences),
      voicemails: recent(phone.voicemails, 'date_time'),
      trashedVoicemails: recent(phone.trashedVoicemails, 'date_time', 2),
      // All in one window, which has two pages then.
      recordings: phone.recordings.slice(0, 3).map((record, place) => ({
        ...record,
        date_time: secondsOf(now.getTime() - (place + 2) * dayMs),
      })),
    },
  };
}

/** A film and its transcript; nothing that no list shows, and nothing stated that is not there. */
function keepTwoFiles(recording: JsonObject): void {
  const files = (recording.recording_files as JsonObject[]).filter(
    ({ file_type: type }, place) => place === 0 || type === 'TRANSCRIPT',
  );
  recording.recording_files = files;
  recording.recording_count = files.length;
  recording.total_size = files.reduce((sum, { file_size: bytes }) => sum + Number(bytes), 0);
  delete recording.participant_audio_files;
}

/** The recordings and voicemails that a call names are not all in this world. */
const withoutReferences = (call: JsonObject): JsonObject => ({
  ...call,
  ...{ recording_id: '', voicemail_id: '', has_recording: false, has_voicemail: false },
});

const secondsOf = (moment: number) => new Date(moment).toISOString().replace(/\.\d+/, '');

const momentOf = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : Number.NaN);
