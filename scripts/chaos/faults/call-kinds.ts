import type { World } from '../../../simulators/zoom/index.js';
import type { WorldChanges } from './small-world.js';

/** What a call is for, which decides what may become of the request when it fails. */
export type CallPurpose = 'token' | 'lookup' | 'record' | 'list' | 'detail' | 'reread' | 'file' | 'storage';

/** One kind of call to the vendor. */
export interface CallKind {
  id: string;
  purpose: CallPurpose;
  /** Sources that may have a gap when these calls fail; the others must not notice. */
  sources: readonly string[];
  /** Knows the calls by their operation or raw path. */
  match: (world: World) => string | RegExp;
  world?: WorldChanges;
}

const kind = (
  id: string,
  purpose: CallPurpose,
  sources: readonly string[],
  match: CallKind['match'] | string | RegExp,
  world?: WorldChanges,
): CallKind => ({ id, purpose, sources, match: typeof match === 'function' ? match : () => match, world });

const users = '/users/{userId}';
const phone = '/phone/users/{userId}';

/** Every kind of call a request makes. */
export const callKinds: readonly CallKind[] = [
  kind('token', 'token', [], 'token'),
  kind('user', 'lookup', [], users),
  kind('users by state', 'lookup', [], '/users', { isHidden: true }),
  kind('user settings', 'record', ['user-settings'], `${users}/settings`),
  kind('phone profile', 'record', ['phone-profile'], phone),
  kind('phone settings', 'record', ['phone-settings'], `${phone}/settings`),
  kind('meetings', 'list', ['meetings'], `${users}/meetings`),
  kind('meeting history', 'list', ['meeting-history'], `/report${users}/meetings`),
  kind('webinars', 'list', ['webinars'], `${users}/webinars`),
  kind('recordings', 'list', ['recordings'], /^\/v2\/users\/[^/]+\/recordings\?(?!.*trash=true)/),
  kind('recordings in the trash', 'list', ['recordings-trash'], /\/recordings\?.*trash=true/),
  kind('calls', 'list', ['phone-calls'], `${phone}/call_history`),
  kind('calls, older list', 'list', ['phone-calls'], `${phone}/call_logs`, { hasOldCalls: true }),
  kind('voicemails', 'list', ['phone-voicemails'], `${phone}/voice_mails`),
  kind('phone recordings', 'list', ['phone-recordings'], `${phone}/recordings`),
  kind('voicemail', 'detail', ['phone-voicemails'], '/phone/voice_mails/{voicemailId}'),
  kind('recording again', 'reread', ['recordings'], '/meetings/{meetingId}/recordings', {
    hasYoungRecording: true,
  }),
  kind('recording media', 'file', ['recordings'], (world) => recordingPaths(world, 'MP4')),
  kind('recording transcript', 'file', ['recordings'], (world) => recordingPaths(world, 'TRANSCRIPT')),
  kind('voicemail audio', 'file', ['phone-voicemails'], '/phone/voice_mails/download/{fileId}'),
  kind('call audio', 'file', ['phone-recordings'], '/phone/recording/download/{fileId}'),
  kind('call transcript', 'file', ['phone-recordings'], '/phone/recording_transcript/download/{recordingId}'),
  kind('recording media, storage', 'storage', ['recordings'], (world) => storagePaths(world, 'MP4')),
  kind('recording transcript, storage', 'storage', ['recordings'], (world) =>
    storagePaths(world, 'TRANSCRIPT'),
  ),
  kind('voicemail audio, storage', 'storage', ['phone-voicemails'], ({ users: [, person] }) =>
    anyOf(mediaIds(person?.phone.voicemails ?? []).map((id) => `/media/${id}`)),
  ),
  kind('call audio, storage', 'storage', ['phone-recordings'], ({ users: [, person] }) =>
    anyOf(mediaIds(person?.phone.recordings ?? []).map((id) => `/media/${id}`)),
  ),
];

type Rows = readonly Record<string, unknown>[];

function fileIds({ users: [, person] }: World, type: string): string[] {
  const files = (person?.recordings ?? []).flatMap(({ recording_files: list }) => list as Rows);
  return mediaIds(files.filter(({ file_type: known }) => known === type));
}

const mediaIds = (rows: Rows) =>
  rows.map(({ download_url: url }) => (typeof url === 'string' ? url.replace('media:', '') : ''));

const storagePaths = (world: World, type: string) =>
  anyOf(fileIds(world, type).map((id) => `/media/${encodeURIComponent(id)}`));

/** A download address begins with the id of its file, in base64: all but its last, shared characters tell. */
const recordingPaths = (world: World, type: string) =>
  anyOf(
    fileIds(world, type).map(
      (id) =>
        `/rec/download/${Buffer.from(JSON.stringify([id]))
          .toString('base64url')
          .slice(0, -6)}`,
    ),
  );

const anyOf = (texts: readonly string[]) => new RegExp(`^(?:${texts.join('|')})`);
