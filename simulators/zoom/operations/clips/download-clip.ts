import { textOf } from '../../text-of.js';
import type { Operation } from '../../operation.js';
import { Refusal } from '../../refusal.js';
import { findClip } from './clip-record.js';

/**
 * Redirect to the video of a clip, which the world keeps under the clip's id; one that is not made yet answers 50002.
 * Source: https://developers.zoom.us/docs/api/clips/#tag/clips/GET/clips/{clipId}/download
 */
export const downloadClip: Operation = {
  template: '/clips/{clipId}/download',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['clips:read:download_clip', 'clips:read:download_clip:admin'],
    classic: ['clips:read', 'clips:read:admin'],
  },
  answer: (exchange) => {
    const { clip_id, status } = findClip(exchange, 'clip not found or not ready', 10002);
    const { world, downloadUrls, mediaOrigin } = exchange.state;
    const id = textOf(clip_id);
    if (status === 'RECORD_START' || status === 'RECORD_END')
      throw new Refusal(400, 50002, 'clip mp4 is not ready');
    if (!world.media.has(id)) throw new Refusal(404, 10002, 'clip not found or not ready');
    return { status: 302, headers: { Location: `${mediaOrigin}${downloadUrls.mediaPath(id)}` } };
  },
};
