import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { meetingIdOf } from './meeting-parents.js';
import { nothingThere } from './nothing-there.js';
import { light, meetingScopes } from './meeting-scopes.js';
import { pollColumns } from './poll-words.js';

/** Polls that were made ready for a meeting; what people answered is another list. */
export const meetingPolls = defineSource({
  id: 'meeting-polls',
  title: 'Polls you made ready for meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/polls/GET/meetings/{meetingId}/polls',
  // The document: "Instant meetings do not have polling features enabled."
  forEach: [{ source: 'meetings', where: ({ type }) => Number(type) !== 1, carry: ['uuid', 'topic'] }],
  asks: [
    {
      endpoint: '/meetings/{meetingId}/polls',
      values: meetingIdOf,
      scopes: meetingScopes('list_polls'),
      rateLimit: light,
      list: 'polls',
      failures: nothingThere,
    },
  ],
  record: z.looseObject({ title: z.string() }),
  recordId: ({ id, uuid }) => keyOf(id, uuid),
  columns: [{ field: 'topic', heading: 'Topic of the meeting' }, ...pollColumns],
});
