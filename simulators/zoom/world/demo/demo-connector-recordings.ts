import type { JsonObject } from '../../json.js';
import type { DemoContext } from './demo-context.js';
import type { PastMeeting } from './demo-past-meetings.js';
import { recordingFile } from './demo-recording-files.js';
import { recordedMeeting } from './demo-recordings.js';

/** A recording of an on-premise meeting connector: a path on the customer's own disks, nothing to download. */
export function demoConnectorRecordings(context: DemoContext, meetings: PastMeeting[]): JsonObject[] {
  const meeting = meetings.find(({ host, isRecorded }) => host === 'person' && !isRecorded);
  if (!meeting) return [];
  const { download_url: _url, play_url: _play, ...file } = recordingFile(context, meeting, 'video');
  return [recordedMeeting(context, meeting, [{ ...file, file_path: `/9090876528/${meeting.id}/video.mp4` }])];
}
