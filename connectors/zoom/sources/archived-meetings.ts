import { z } from 'zod';
import { defineSource, keyOf, type EarliestDay, type FailureRule } from '../../../src/contract/index.js';
import { archivedFiles, archivedOnPremise, physicalFiles, whoseArchive } from './archive-files.js';
import { archiveColumns, archiveKinds } from './archive-words.js';
import { peopleInFiles } from './people-in-files.js';

/** Programs older than 5.4.0 cannot archive, and that version did not exist before. */
const firstArchives: EarliestDay = {
  day: '2020-10-01',
  because: 'Archiving needs version 5.4 of Zoom’s programs, which did not exist before October 2020.',
  docs: 'https://support.zoom.us/hc/en-us/articles/360050431572-Archiving-Meeting-and-Webinar-data',
};

/** Archiving is switched on by Zoom Support; no document says how an account without it is answered. */
const notSwitchedOn: readonly FailureRule[] = [
  {
    code: [200, 300, 2001],
    message: /archiv|not (?:been )?enabled|disabled|does not exist/i,
    then: {
      ...{ do: 'stop', outcome: 'not_licensed', reason: 'not_licensed' },
      remedy:
        'Zoom says that meeting archiving is not switched on for this account. If it should be, ask Zoom Support; else there is nothing to do.',
    },
  },
];

/**
 * What a company has archived of meetings and webinars, breakout rooms beside their meeting. The list is about everybody,
 * a week a call; only meetings that the person hosted, or in which a file was made of them, are kept.
 */
export const archivedMeetings = defineSource({
  id: 'archived-meetings',
  title: 'Archived meetings and webinars',
  groups: ['archive'],
  category: 'Archive',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/archiving/GET/archive_files',
  asks: [
    {
      endpoint: '/archive_files',
      scopes: {
        granular: ['archiving:read:list_archived_files:admin', 'archiving:read:list_archived_files:master'],
        classic: ['recording:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: [{ query_date_type: 'meeting_start_time' }],
      list: 'meetings',
      window: {
        ...{ maxDays: 7, earliest: firstArchives, dateField: 'start_time' },
        ...{ format: 'moment', endsNow: true, ifWider: 'not documented' },
      },
      failures: notSwitchedOn,
    },
  ],
  record: z.looseObject({ uuid: z.string(), archive_files: z.array(z.looseObject({})) }),
  recordId: ({ uuid }) => keyOf(uuid),
  about: whoseArchive,
  attachments: [
    { id: 'files', list: archivedFiles, kinds: archiveKinds, people: peopleInFiles },
    { id: 'on-premise', list: archivedOnPremise, kinds: archiveKinds, mayBeRefused: true },
    { id: 'sent', list: physicalFiles, kinds: archiveKinds },
  ],
  limits: [
    'Of meetings that another company hosted, the archive names no host, no number and no topic, and of participants of other companies no address: such meetings are found only where a file names the person.',
    'Meetings of other hosts are found by the files that were made of the person alone; where none was made, taking part leaves no trace in this list.',
    'Zoom keeps archived files for 30 days, unless the account has agreed on more; what a company has moved into its own archive is not at Zoom any more.',
    'Chats, transcripts and lists of who joined a group are files as Zoom archives them; names and words in the files of chats are written in base64.',
    'Zoom states a fingerprint of each file and does not say of which bytes; it is shown, and not compared with what was fetched.',
    'Files that were made of one other participant are not fetched.',
  ],
  columns: archiveColumns,
  secrets: ['download_url?*'],
  thirdParties: [{ email: 'participant_email' }, { id: 'host_id' }],
});
