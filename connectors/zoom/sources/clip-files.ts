import { textOf, type Attachment, type VendorRecord } from '../../../src/contract/index.js';

/** States in which Zoom still makes the video: https://developers.zoom.us/docs/api/clips/ */
const inTheMaking = new Set(['RECORD_START', 'RECORD_END']);
/** States in which Zoom may keep the video for itself. */
const away = new Set(['RECORD_DELETE', 'SUSPENDED']);

/** The video of a clip. Whether `file_size` is that of the MP4 or of what was recorded is not documented. */
export const videos = (clip: VendorRecord): Attachment[] =>
  away.has(stateOf(clip)) || stateOf(clip) === 'RECORD_FAILED' ? [] : videoOf(clip);

/** The video of a deleted or suspended clip, where Zoom still gives it. */
export const keptBack = (clip: VendorRecord): Attachment[] => (away.has(stateOf(clip)) ? videoOf(clip) : []);

/** The preview picture; its address holds a token and is fetched as it stands. */
export const thumbnails = ({ clip_id, thumbnail_link }: VendorRecord): Attachment[] => {
  const [id, url] = [textOf(clip_id), textOf(thumbnail_link)];
  if (id === undefined || url === undefined) return [];
  return [{ key: `${id}|thumbnail`, kind: 'thumbnail', url, extension: 'jpg' }];
};

function videoOf(clip: VendorRecord): Attachment[] {
  const clipId = textOf(clip.clip_id);
  if (clipId === undefined) return [];
  const unfinished = inTheMaking.has(stateOf(clip));
  return [{ key: clipId, kind: 'clip', extension: 'mp4', values: { clipId }, unfinished }];
}

const stateOf = ({ status }: VendorRecord) => textOf(status) ?? '';
