import { createReadStream } from 'node:fs';

/** Bytes that are read at a time. */
const blockBytes = 256 * 1024;

const lineFeed = 10;

/** A line of a file, without its end. */
export interface Line {
  line: Buffer;
  offset: number;
}

/**
 * Lines as bytes, in blocks as they are read: who takes them line by line waits for each of them. node:readline would
 * also cut at line separators inside a record.
 */
export async function* lineBlocks(path: string): AsyncGenerator<Line[]> {
  let rest: Buffer[] = [];
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: blockBytes }) as AsyncIterable<Buffer>) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const part = chunk.subarray(start, end);
      const line = rest.length === 0 ? part : Buffer.concat([...rest, part]);
      lines.push({ line, offset });
      offset += line.length + 1;
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
}

/** The same, line by line. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  for await (const lines of lineBlocks(path)) yield* lines;
}
