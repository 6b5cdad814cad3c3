import { decodePathValue } from '../decode-path-value.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { archiveRecord } from './archive-record.js';

/**
 * The archived files of one meeting, by its UUID alone, which is encoded twice if it starts with `/` or holds `//`.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/archiving/get/past_meetings/{meetingUUID}/archive_files
 */
export const getArchivedFiles: Operation = {
  template: '/past_meetings/{meetingUUID}/archive_files',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['archiving:read:archived_files:admin', 'archiving:read:archived_files'],
    classic: ['recording:read'],
  },
  answer: ({ parameters, state }) => {
    const once = decodePathValue(parameters.meetingUUID ?? '');
    const uuid = once.includes('%') ? decodePathValue(once) : once;
    const needsTwice = uuid.startsWith('/') || uuid.includes('//');
    const meeting = (state.world.archive ?? []).find((one) => one.uuid === uuid);
    if (!meeting || needsTwice !== (uuid !== once))
      throw new Refusal(404, 3001, `Meeting ${once} does not exist.`);
    return { status: 200, body: archiveRecord(meeting, state) };
  },
};
