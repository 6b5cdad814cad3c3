import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { featureFlag } from './feature-flag.js';

/** Templates the person can make webinars from. The document names no rate label: it counts as heavy, the strictest that fits. */
export const webinarTemplates = defineSource({
  id: 'webinar-templates',
  title: 'Your templates for webinars',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/users/{userId}/webinar_templates',
  asks: [
    {
      endpoint: '/users/{subject}/webinar_templates',
      scopes: {
        granular: ['webinar:read:list_templates', 'webinar:read:list_templates:admin'],
        classic: ['webinar:read', 'webinar:read:admin'],
      },
      rateLimit: { family: 'main', label: 'heavy' },
      list: 'templates',
    },
  ],
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  licence: [featureFlag('webinar')],
  columns: [
    { field: 'name', heading: 'Name' },
    {
      field: 'type',
      heading: 'Kind',
      codes: { 1: 'Template for webinars', 2: 'Template of the administrators' },
    },
    { field: 'id', heading: 'Template ID', isDetail: true },
  ],
});
