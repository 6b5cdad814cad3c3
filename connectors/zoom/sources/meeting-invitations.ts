import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { meetingIdOf } from './meeting-parents.js';
import { light, meetingScopes } from './meeting-scopes.js';

/** The text Zoom makes to invite to a meeting. It holds the passcode in words, which is masked by its form. */
export const meetingInvitations = defineSource({
  id: 'meeting-invitations',
  title: 'Invitations to your meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/meetings/{meetingId}/invitation',
  limits: ['It is the text as Zoom would make it today, and not what was sent.'],
  forEach: [{ source: 'meetings', carry: ['id', 'topic'] }],
  asks: [
    {
      endpoint: '/meetings/{meetingId}/invitation',
      values: meetingIdOf,
      scopes: meetingScopes('invitation'),
      rateLimit: light,
    },
  ],
  record: z.looseObject({ invitation: z.string() }),
  recordId: ({ id }) => keyOf(id),
  columns: [
    { field: 'topic', heading: 'Topic' },
    { field: 'invitation', heading: 'Invitation' },
    { field: 'id', heading: 'Meeting ID', isDetail: true },
  ],
  secrets: ['sip_links'],
});
