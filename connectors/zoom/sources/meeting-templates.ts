import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { noPlan } from '../failures.js';

/** Templates the person can make meetings from; Zoom tells names only. */
export const meetingTemplates = defineSource({
  id: 'meeting-templates',
  title: 'Your templates for meetings',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/users/{userId}/meeting_templates',
  asks: [
    {
      endpoint: '/users/{subject}/meeting_templates',
      scopes: {
        granular: ['meeting:read:list_templates', 'meeting:read:list_templates:admin'],
        classic: ['meeting:read', 'meeting:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'templates',
      failures: [{ code: [3161], then: noPlan }],
    },
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),

  columns: [
    { field: 'name', heading: 'Name' },
    {
      field: 'type',
      heading: 'Kind',
      codes: { 1: 'Template for meetings', 2: 'Template of the administrators' },
    },
    { field: 'id', heading: 'Template ID', isDetail: true },
  ],
});
