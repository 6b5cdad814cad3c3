import type { MediaFile } from './media-file.js';

/** A file with written content. */
export function textMedia(id: string, contentType: string, text: string): MediaFile {
  return { id, contentType, bytes: Buffer.byteLength(text), text };
}
