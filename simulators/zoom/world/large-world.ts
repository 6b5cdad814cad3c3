import type { MediaFile } from '../media/media-file.js';
import { demoEmail } from './demo-world.js';
import { demoSettings } from './demo/demo-settings.js';
import { emptyAccountReports } from './account-reports.js';
import { emptyUser } from './empty-user.js';
import { generatedList } from './large/generated-list.js';
import { largePhoneRecording, largeVoicemail } from './large/large-phone-files.js';
import { largeRecordingFiles } from './large/large-recording-files.js';
import * as large from './large/large-records.js';
import { largeShares } from './large/large-shares.js';
import { spreadTimes } from './large/spread-times.js';
import { SeededRandom } from './seeded-random.js';
import type { WorldUser } from './world-user.js';
import type { World } from './world.js';

/** Size of a large world. */
export interface LargeWorldOptions {
  now: Date;
  seed: number;
  /** Records over all lists, without profile and settings; default 10,000. */
  records?: number;
  /** Recording files, spread over the recordings; default 20. */
  mediaFiles?: number;
  /** Bytes of each recording file; default 1 MiB. */
  mediaBytes?: number;
}

// Safely inside "six months", and about fourteen months of recordings.
const reportDays = 175;
const recordingDays = 400;
const dayMs = 86_400_000;

/** A world for benchmarks around the demo person: long lists and media are generated when they are read. */
export function largeWorld(options: LargeWorldOptions): World {
  const random = new SeededRandom(options.seed);
  const media = new Map<string, MediaFile>();
  return {
    account: {
      id: random.id(),
      number: 10009240,
      ownerEmail: demoEmail,
      hasPhone: true,
      callHistory: 'call_elements',
      offersCallLogs: false,
      unlicensedPhone: 'invalid_user_id',
    },
    users: [largeUser(options, { id: random.id(), email: demoEmail, name: 'Alex Demo' }, media)],
    reports: emptyAccountReports(),
    media,
    emptyFirstPages: [],
  };
}

function largeUser(
  options: LargeWorldOptions,
  person: large.LargePerson,
  media: Map<string, MediaFile>,
): WorldUser {
  const { now, records = 10_000 } = options;
  const counts = largeShares(records);
  const recent = (count: number) => spreadTimes(now, reportDays, count);
  const [meetingAt, togetherAt, aloneAt] = [
    recent(counts.meetings),
    recent(counts.together),
    recent(counts.alone),
  ];
  const [webinarAt, callAt] = [recent(counts.webinars), recent(counts.callElements)];
  const [voicemailAt, phoneRecordingAt] = [recent(counts.voicemails), recent(counts.phoneRecordings)];
  const recordedAt = spreadTimes(now, recordingDays, counts.recordings);
  const filesOf = largeRecordingFiles(media, counts.recordings, options);
  const together = (index: number) => large.largeReportRow(person, 'toge', index, togetherAt(index));
  const user = emptyUser({
    id: person.id,
    email: person.email,
    licences: { webinar: true, phone: true },
    sortedNewestFirst: true,
    settings: demoSettings({ webinar: true, phone: true }),
    profile: {
      type: 2,
      first_name: 'Alex',
      last_name: 'Demo',
      display_name: person.name,
      user_created_at: new Date(now.getTime() - (recordingDays + 5) * dayMs).toISOString(),
    },
    meetings: list(counts.meetings, (index) => ({
      lists: ['scheduled', 'previous_meetings'],
      record: large.largeMeeting(person, index, meetingAt(index)),
    })),
    reports: {
      pastJoined: generatedList(counts.together, together),
      // Three of four are hosted: 0, 1, 2, 4, 5, 6, 8, …
      past: generatedList(counts.together - Math.floor(counts.together / 4), (index) =>
        together(index + Math.floor(index / 3)),
      ),
      pastOne: generatedList(counts.alone, (index) =>
        large.largeReportRow(person, 'alon', index, aloneAt(index)),
      ),
    },
    webinars: list(counts.webinars, (index) => ({
      lists: ['scheduled'],
      record: large.largeWebinar(person, index, webinarAt(index)),
    })),
    recordings: generatedList(counts.recordings, (index) =>
      large.largeRecording(person, 'reco', index, recordedAt(index), filesOf(index, recordedAt(index))),
    ),
    trash: {
      meeting_recordings: list(counts.trash, (index) =>
        large.largeRecording(person, 'tras', index, recordedAt(0), []),
      ),
      recording_file: [],
    },
  });
  user.phone.profile = { id: person.id, email: person.email, extension_number: 10001001, status: 'activate' };
  user.phone.settings = { status: 'Active' };
  user.phone.callElements = generatedList(counts.callElements, (index) =>
    large.largeCallElement(person, index, callAt(index)),
  );
  user.phone.voicemails = list(counts.voicemails, (index) =>
    largeVoicemail(media, index, voicemailAt(index)),
  );
  user.phone.recordings = list(counts.phoneRecordings, (index) =>
    largePhoneRecording(media, index, phoneRecordingAt(index)),
  );
  return user;
}

function list<Item>(length: number, make: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => make(index));
}
