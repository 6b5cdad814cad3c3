import type { Readable } from 'node:stream';
import { Transient } from './refusal.js';
import { toFailure } from './send.js';

/** Largest JSON answer that is read, in bytes; a page of 300 large records is far below. */
export const largestAnswerBytes = 64 * 1024 * 1024;

/** The chunks of a body. Throws `Transient` when it breaks off or stays silent too long. */
export async function* readChunks(body: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const silence = () => body.destroy(new Transient('vendor_unreachable', 'the body stayed silent'));
  let timer = setTimeout(silence, silenceMs);
  try {
    for await (const chunk of body) {
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(silence, silenceMs);
    }
  } catch (error) {
    throw error instanceof Transient ? error : toFailure(error as Error);
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

/** The whole body as text. Throws `Transient` when it is larger than the limit. */
export async function readText(
  body: Readable,
  silenceMs: number,
  limitBytes = largestAnswerBytes,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(body, silenceMs)) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Transient('broken_answer', 'the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
