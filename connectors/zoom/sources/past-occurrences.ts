import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { both, isHosted, isMeeting, meetingIdOf } from './meeting-parents.js';

/**
 * The dates on which the person's meetings took place, as far back as Zoom knows: nine months more than the history. A
 * meeting without a plan took place once, and the history has it.
 */
export const pastOccurrences = defineSource({
  id: 'past-occurrences',
  title: 'Dates on which your meetings took place',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/past_meetings/{meetingId}/instances',
  limits: [
    'Zoom tells the dates of the last 15 months, and leaves older ones out without a word.',
    'A meeting that is no longer among the scheduled ones and did not take place in the last six months is known by no number, so its dates cannot be asked for.',
  ],
  forEach: [
    { source: 'meetings', carry: ['id', 'topic'] },
    {
      source: 'meeting-history',
      where: (row, subject) =>
        Number(row.type) === 1 ? false : both(isMeeting(row), isHosted(row, subject)),
      carry: ['id', 'topic'],
    },
  ],
  asks: [
    {
      endpoint: '/past_meetings/{meetingId}/instances',
      values: meetingIdOf,
      scopes: {
        granular: ['meeting:read:list_past_instances', 'meeting:read:list_past_instances:admin'],
        classic: ['meeting:read', 'meeting:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'meetings',
    },
  ],
  record: z.looseObject({ uuid: z.string() }),
  recordId: ({ uuid, start_time }) => (textOf(uuid) === undefined ? undefined : keyOf(uuid, start_time)),
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
});
