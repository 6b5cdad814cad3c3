import { decodePathValue } from '../decode-path-value.js';
import type { Exchange } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { Reply } from '../reply.js';
import { requirePhone } from './find-phone-user.js';

/** Redirect of a Phone download to the media origin; a missing file answers HTTP 400 with code 404. */
export function phoneFileReply(exchange: Exchange, mediaId: string | undefined): Reply {
  requirePhone(exchange);
  const { world, downloadUrls, mediaOrigin } = exchange.state;
  if (mediaId === undefined || !world.media.has(mediaId)) throw new Refusal(400, 404, 'File does not exist.');
  return { status: 302, headers: { Location: `${mediaOrigin}${downloadUrls.mediaPath(mediaId)}` } };
}

/** The `{fileId}` of a Phone download path. */
export function fileIdOf(exchange: Exchange): string {
  return decodePathValue(exchange.parameters.fileId ?? '');
}
