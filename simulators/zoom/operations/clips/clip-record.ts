import { textOf } from '../../text-of.js';
import { decodePathValue } from '../../decode-path-value.js';
import type { JsonObject } from '../../json.js';
import { mediaIdOf } from '../../media/media-reference.js';
import type { Exchange } from '../../operation.js';
import { Refusal } from '../../refusal.js';
import type { ZoomState } from '../../zoom-state.js';

/** A clip as the API shows it: its preview picture at an address that opens for whoever holds it. */
export function clipRecord(record: JsonObject, { mediaOrigin, downloadUrls }: ZoomState): JsonObject {
  const mediaId = mediaIdOf(record.thumbnail_link);
  if (mediaId === undefined) return record;
  return { ...record, thumbnail_link: `${mediaOrigin}${downloadUrls.mediaPath(mediaId)}` };
}

/** The clip a path names, whoever made it. */
export function findClip(
  exchange: Exchange,
  message = 'Clip does not exist: {clipId}.',
  code = 2000,
): JsonObject {
  const id = decodePathValue(exchange.parameters.clipId ?? '');
  for (const { clips } of exchange.state.world.users)
    for (const clip of [...clips.kept, ...clips.suspended, ...clips.deleted])
      if (clip.clip_id === id) return clip;
  throw new Refusal(404, code, message.replace('{clipId}', id));
}

/** The rows that belong to a clip. */
export function rowsOfClip(exchange: Exchange, kind: 'comments' | 'collaborators'): JsonObject[] {
  const id = textOf(findClip(exchange).clip_id);
  return exchange.state.world.users.flatMap(({ clips }) => clips[kind][id] ?? []);
}
