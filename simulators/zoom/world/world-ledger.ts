import type { JsonObject, JsonValue } from '../json.js';
import { sixMonthsBefore } from '../lists/six-months-before.js';
import { mediaIdOf } from '../media/media-reference.js';
import { textOf } from '../text-of.js';
import type { WorldUser } from './world-user.js';
import type { World } from './world.js';

/** A file the API gives out. */
export interface LedgerFile {
  /** Zoom's id; for files without one, UUID, type and start; for Phone, the id of the record. */
  id: string;
  /** For `mediaSha256`. */
  mediaId: string;
  bytes: number;
}

/** What the API can give out of one source. */
export interface LedgerEntry {
  /** Unique ids: of meetings with their start, of meeting history with the time of joining, else Zoom's own. */
  records: string[];
  files: LedgerFile[];
}

/** The sources that are lists. */
export type LedgerSource =
  | 'meetings'
  | 'meeting-history'
  | 'webinars'
  | 'recordings'
  | 'recordings-trash'
  | 'phone-calls'
  | 'phone-voicemails'
  | 'phone-recordings';

/** Everything of a person that can be read through the API at `now`: what older than six months is out of reach is left out. */
export function worldLedger(world: World, email: string, now: Date): Record<LedgerSource, LedgerEntry> {
  const user = world.users.find((candidate) => candidate.email === email);
  if (!user) throw new Error(`no user ${email}`);
  const { reports, phone, trash } = user;
  const floorMs = sixMonthsBefore(now.getTime());
  const recent = (field: string, records: JsonObject[]) =>
    records.filter((record) => Date.parse(textOf(record[field])) >= floorMs);
  const history = [...reports.past, ...reports.pastOne, ...reports.pastJoined];
  const voicemails = recent('date_time', [...phone.voicemails, ...phone.trashedVoicemails]);
  const phoneRecordings = recent('date_time', phone.recordings);
  const trashed = [...trash.meeting_recordings, ...trash.recording_file];
  return {
    meetings: entry(ids(listedMeetings(user, floorMs), 'uuid', 'start_time')),
    'meeting-history': entry(ids(recent('start_time', history), 'uuid', 'join_time')),
    webinars: entry(
      user.licences.webinar
        ? ids(
            user.webinars.map(({ record }) => record),
            'uuid',
          )
        : [],
    ),
    recordings: entry(
      ids([...user.recordings, ...user.connectorRecordings], 'uuid'),
      user.recordings.flatMap((record) => recordingFiles(world, record)),
    ),
    'recordings-trash': entry(
      ids(trashed, 'uuid'),
      trashed.flatMap((record) => recordingFiles(world, record)),
    ),
    'phone-calls': entry(calls(world, user, recent)),
    'phone-voicemails': entry(
      ids(voicemails, 'id'),
      voicemails.flatMap((record) => phoneFiles(world, record)),
    ),
    'phone-recordings': entry(
      ids(phoneRecordings, 'id'),
      phoneRecordings.flatMap((record) => phoneFiles(world, record)),
    ),
  };
}

function entry(records: string[], files: LedgerFile[] = []): LedgerEntry {
  return { records: [...new Set(records)], files };
}

function ids(records: JsonObject[], ...fields: string[]): string[] {
  return records.map((record) =>
    fields
      .map((field) => textOf(record[field]))
      .join(' ')
      .trim(),
  );
}

// Only `previous_meetings`, `upcoming` and `upcoming_meetings` end at six months.
function listedMeetings({ meetings }: WorldUser, floorMs: number): JsonObject[] {
  return meetings
    .filter(
      ({ lists, record }) =>
        lists.includes('scheduled') ||
        lists.includes('live') ||
        record.start_time === undefined ||
        Date.parse(textOf(record.start_time)) >= floorMs,
    )
    .map(({ record }) => record);
}

function calls(
  world: World,
  { phone }: WorldUser,
  recent: (field: string, records: JsonObject[]) => JsonObject[],
): string[] {
  if (world.account.callHistory !== 'not_offered')
    return ids(recent('start_time', phone.callElements), 'call_element_id');
  return world.account.offersCallLogs ? ids(recent('date_time', phone.callLogs), 'id') : [];
}

function recordingFiles(world: World, record: JsonObject): LedgerFile[] {
  const { uuid, recording_files: files, participant_audio_files: audio } = record;
  const isObject = (file: JsonValue): file is JsonObject => typeof file === 'object' && file !== null;
  const all = [files, audio].flatMap((list) => (Array.isArray(list) ? list : []));
  return all.filter(isObject).flatMap((file) => {
    const id = textOf(file.id) || [uuid, file.file_type, file.recording_start].map(textOf).join(' ');
    return fileOf(world, id, file.download_url);
  });
}

function phoneFiles(world: World, record: JsonObject): LedgerFile[] {
  const urls = [record.download_url, record.transcript_download_url];
  return urls.flatMap((url) => fileOf(world, textOf(record.id), url));
}

function fileOf(world: World, id: string, url: JsonValue | undefined): LedgerFile[] {
  const file = world.media.get(mediaIdOf(url) ?? '');
  return file ? [{ id, mediaId: file.id, bytes: file.bytes }] : [];
}
