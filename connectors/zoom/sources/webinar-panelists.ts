import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { classicWebinarScopes, eachWebinar, ofWebinars, webinarIdOf } from './webinar-parents.js';

/** Whom the person invited to speak in their webinars. */
export const webinarPanelists = defineSource({
  ...ofWebinars,
  id: 'webinar-panelists',
  title: 'Panelists of your webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/webinars/{webinarId}/panelists',
  forEach: eachWebinar,
  asks: [
    {
      endpoint: '/webinars/{webinarId}/panelists',
      values: webinarIdOf,
      scopes: {
        granular: ['webinar:read:list_panelists', 'webinar:read:list_panelists:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'panelists',
    },
  ],
  record: z.looseObject({ name: z.string() }),
  recordId: ({ id, email, uuid }) => keyOf(textOf(id) ?? email, uuid),
  columns: [
    { field: 'start_time', heading: 'Webinar begins', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'name', heading: 'Name' },
    { field: 'email', heading: 'E-mail' },
    { field: 'name_tag_name', heading: 'Name on the sign', isDetail: true },
    { field: 'name_tag_pronouns', heading: 'Pronouns on the sign', isDetail: true },
    { field: 'name_tag_description', heading: 'Words on the sign', isDetail: true },
    { field: 'join_url', heading: 'Link to join', isDetail: true },
    { field: 'id', heading: 'ID of the panelist', isDetail: true },
    { field: 'uuid', heading: 'ID of the webinar', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: [{ name: ['name', 'name_tag_name'], email: 'email', id: 'id' }],
  secrets: ['join_url?*'],
});
