import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { classicClipScopes, clipOf } from './clips.js';

/** With whom the person's clips are shared: users, people outside the account, and channels. */
export const clipCollaborators = defineSource({
  id: 'clip-collaborators',
  title: 'People your clips are shared with',
  category: 'Clips',
  groups: ['clips'],
  docs: 'https://developers.zoom.us/docs/api/clips/#tag/collaborators/GET/clips/{clipId}/collaborators',
  forEach: [{ source: 'clips', carry: ['clip_id', 'title', 'created_date'] }],
  asks: [
    {
      endpoint: '/clips/{clipId}/collaborators',
      scopes: {
        granular: ['clips:read:list_collaborator', 'clips:read:list_collaborator:admin'],
        classic: classicClipScopes,
      },
      rateLimit: { family: 'main', label: 'light' },
      pages: { follow: 'token', size: 300 },
      list: 'data',
      values: clipOf,
      failures: [{ code: [2000], then: { do: 'accept-as-empty' } }],
    },
  ],
  record: z.looseObject({ type: z.string() }),
  recordId: ({ clip_id, user_id, email, channel_id }) =>
    keyOf(
      [user_id, email, channel_id].find((one) => textOf(one) !== undefined),
      clip_id,
    ),
  limits: [
    'Of users of other accounts Zoom shows neither a name nor an address.',
    'Where Zoom says that a clip no longer exists, as it may of a deleted one, it no longer says with whom it was shared.',
  ],
  columns: [
    { field: 'created_date', heading: 'Clip made on', kind: 'moment' },
    { field: 'title', heading: 'Clip' },
    { field: 'display_name', heading: 'Name' },
    { field: 'email', heading: 'E-mail' },
    {
      field: 'type',
      heading: 'Kind',
      codes: { ZOOM_USER: 'Zoom user', EXTERNAL_USER: 'Person without Zoom user', CHANNEL: 'Channel' },
    },
    { field: 'role', heading: 'Role', codes: { OWNER: 'Owner', VIEWER: 'May watch' } },
    { field: 'user_id', heading: 'User ID', isDetail: true },
    { field: 'channel_id', heading: 'Channel ID', isDetail: true },
    { field: 'avatar', heading: 'Address of the picture', isDetail: true },
    { field: 'clip_id', heading: 'Clip ID', isDetail: true },
  ],
  moment: 'created_date',
  thirdParties: [{ name: 'display_name', email: 'email', id: 'user_id' }],
});
