import { z } from 'zod';
import {
  defineSource,
  keyOf,
  textOf,
  type Given,
  type Operation,
  type Query,
} from '../../../src/contract/index.js';
import { clipColumns, clipFileKinds } from './clip-words.js';
import { keptBack, thumbnails, videos } from './clip-files.js';
import { clipsOpened } from './earliest.js';

/** The clip that a call is about. */
export const clipOf = ({ parent }: Given) => {
  const clipId = textOf(parent?.clip_id);
  return clipId === undefined ? undefined : { clipId };
};

/** Classic scopes that open every operation of Clips. */
export const classicClipScopes = ['clips:read', 'clips:read:admin'];

/** The list shows a deleted or suspended clip only where its state is asked for. */
const states: readonly Query[] = [{}, { status: 'RECORD_DELETE' }, { status: 'SUSPENDED' }];

/** By the day a clip was made: by its last change it could move from one window into another meanwhile. */
const listOfClips = {
  rateLimit: { family: 'main', label: 'light' },
  pages: { follow: 'token', size: 300 },
  query: ({ subject: { id, email } }: Given) =>
    states.map((state) => ({ user_id: id ?? email, date_filter_type: 'CREATED_DATE', ...state })),
  list: 'data',
  window: {
    ...{ maxDays: 30, earliest: clipsOpened, dateField: 'created_date', format: 'moment' },
    ifWider: 'not documented',
  },
} satisfies Omit<Operation, 'endpoint' | 'scopes'>;

/** One clip. Its document names no rate label: it counts as heavy, the strictest that is not kept for dashboards. */
const oneClip = {
  endpoint: '/clips/{clipId}',
  scopes: { granular: ['clips:read:clip', 'clips:read:clip:admin'], classic: classicClipScopes },
  rateLimit: { family: 'main', label: 'heavy' },
  values: clipOf,
  expect: ({ clip_id }) => textOf(clip_id) !== undefined,
} satisfies Operation;

const downloads = {
  granular: ['clips:read:download_clip', 'clips:read:download_clip:admin'],
  classic: classicClipScopes,
};
const video = {
  ...{ endpoint: '/clips/{clipId}/download', scopes: downloads, kinds: clipFileKinds },
  rateLimit: { family: 'main', label: 'light' },
};

/** Clips the person made, also deleted and suspended ones, with their videos and preview pictures. */
export const clips = defineSource({
  id: 'clips',
  title: 'Your clips',
  category: 'Clips',
  groups: ['clips'],
  docs: 'https://developers.zoom.us/docs/api/clips/#tag/clips/GET/clips',
  asks: [
    {
      endpoint: '/clips',
      scopes: {
        granular: ['clips:read:list_user_clips', 'clips:read:list_user_clips:admin'],
        classic: classicClipScopes,
      },
      ...listOfClips,
    },
    {
      endpoint: '/accounts/{account}/clips',
      scopes: { granular: ['clips:read:list_user_clips:master'], classic: ['clips:read:master'] },
      ...listOfClips,
    },
  ],
  record: z.looseObject({ clip_id: z.string() }),
  recordId: ({ clip_id }) => keyOf(clip_id),
  details: [{ id: 'clip', ...oneClip, where: ({ status }) => status !== 'RECORD_DELETE' }],
  reread: oneClip,
  attachments: [
    { id: 'video', ...video, list: videos },
    { id: 'kept-back', ...video, list: keptBack, mayBeRefused: true },
    { id: 'thumbnail', list: thumbnails, kinds: clipFileKinds, mayBeRefused: true },
  ],
  limits: [
    'Zoom lists the clips a person made; clips that others shared with the person are in no list.',
    'Zoom does not say for how long it keeps deleted clips in the list.',
  ],
  columns: clipColumns,
  thirdParties: [{ id: 'owner_id' }],
  secrets: ['passcode', 'share_link', 'thumbnail_link?*'],
});
