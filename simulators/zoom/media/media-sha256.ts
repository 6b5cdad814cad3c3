import { createHash } from 'node:crypto';
import type { World } from '../world/world.js';
import { mediaChunks } from './media-chunks.js';

/** SHA-256 (hex) that a whole download of a file must have; throws for an id that the world does not hold. */
export function mediaSha256(world: World, mediaId: string): string {
  const file = world.media.get(mediaId);
  if (!file) throw new Error(`no media ${mediaId}`);
  const hash = createHash('sha256');
  for (const chunk of mediaChunks(file)) hash.update(chunk);
  return hash.digest('hex');
}
