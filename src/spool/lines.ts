import type { FileStore } from '../files/file-store.js';

/** Bytes that are read at a time. */
const blockBytes = 256 * 1024;

const lineFeed = 10;

/** A line of a file, without its end. */
export interface Line {
  line: Buffer;
  offset: number;
}

/** Lines as bytes; node:readline would also cut at line separators inside a record. */
export async function* readLines(files: FileStore, key: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let offset = 0;
  for await (const chunk of files.read(key, { blockBytes }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const part = chunk.subarray(start, end);
      const line = rest.length === 0 ? part : Buffer.concat([...rest, part]);
      yield { line, offset };
      offset += line.length + 1;
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
