import type { JsonObject } from '../../json.js';
import type { WorldUser } from '../world-user.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { recordingFile, type RecordingFileKind } from './demo-recording-files.js';
import { recordedMeeting } from './demo-recordings.js';
import { minutesAgo } from './demo-times.js';

const dayMinutes = 24 * 60;

/** Both kinds of trash: whole meetings, and single files of meetings whose other files are still there. */
export function demoTrash(context: DemoContext, meetings: PastMeeting[]): WorldUser['trash'] {
  const [first, second, third, fourth, fifth] = meetings.filter(
    ({ host, isRecorded }) => host === 'person' && !isRecorded,
  );
  const recorded = meetings.find(({ isRecorded }) => isRecorded);
  const whole = [first, second, third].filter((meeting) => meeting !== undefined);
  const single = [fourth, fifth, recorded].filter((meeting) => meeting !== undefined);
  return {
    meeting_recordings: whole.map((meeting) => trashed(context, meeting, ['video', 'audio'])),
    recording_file: single.map((meeting) => trashed(context, meeting, ['chat'])),
  };
}

function trashed(context: DemoContext, meeting: PastMeeting, names: RecordingFileKind[]): JsonObject {
  const deleted = minutesAgo(context, context.random.int(1, 25) * dayMinutes);
  const files = names.map((name) => ({ ...recordingFile(context, meeting, name), deleted_time: deleted }));
  return recordedMeeting(context, meeting, files);
}
