import type { FileStore } from '../files/file-store.js';

/** Characters of a block; a line that is longer than the most is cut. */
const enough = 256 * 1024;
const most = 4 * 1024 * 1024;

/** A text file in blocks of whole lines. Throws what `isNotUtf8` knows. */
export async function* textBlocks(files: FileStore, key: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let pending = '';
  for await (const chunk of files.read(key, { blockBytes: enough }) as AsyncIterable<Buffer>) {
    pending += decoder.decode(chunk, { stream: true });
    const end = pending.lastIndexOf('\n') + 1;
    const cut = end >= enough ? end : pending.length >= most ? endOfWord(pending) : 0;
    if (cut === 0) continue;
    yield pending.slice(0, cut);
    pending = pending.slice(cut);
  }
  pending += decoder.decode();
  if (pending !== '') yield pending;
}

/** Whether an error says that a file is not UTF-8. */
export const isNotUtf8 = (error: unknown) =>
  (error as NodeJS.ErrnoException | null)?.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** Behind the last blank near the end, so that no word is cut. */
function endOfWord(text: string): number {
  const blank = text.lastIndexOf(' ') + 1;
  return blank > text.length - enough ? blank : text.length;
}
