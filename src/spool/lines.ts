import type { FileStore } from '../files/file-store.js';

/** Bytes that are read at a time. */
const blockBytes = 64 * 1024;

const lineFeed = 10;

/** A line of a file, without its end. */
export interface Line {
  line: Buffer;
  offset: number;
}

/**
 * Lines as bytes, in blocks as they are read. Lines are good until the next block is asked for, which is read into the
 * same memory: fresh memory for each is what collecting garbage costs most. node:readline would also cut at line
 * separators inside a record.
 */
export async function* lineBlocks(files: FileStore, key: string): AsyncGenerator<Line[]> {
  const file = await files.open(key);
  try {
    let block = Buffer.allocUnsafe(blockBytes);
    /** Bytes of the block that begin a line whose end is not read yet. */
    let begun = 0;
    let offset = 0;
    for (;;) {
      if (begun === block.length) block = Buffer.concat([block], 2 * block.length);
      const bytesRead = await file.readInto(block, begun, offset + begun);
      if (bytesRead === 0) return;
      const filled = begun + bytesRead;
      const lines: Line[] = [];
      let start = 0;
      // What was begun before holds no end of a line.
      for (let end = block.indexOf(lineFeed, begun); end !== -1 && end < filled;) {
        lines.push({ line: block.subarray(start, end), offset });
        offset += end - start + 1;
        start = end + 1;
        end = block.indexOf(lineFeed, start);
      }
      if (lines.length > 0) yield lines;
      block.copyWithin(0, start, filled);
      begun = filled - start;
    }
  } finally {
    await file.close();
  }
}

/** Lines one by one; a line is good until the next. */
export async function* readLines(files: FileStore, key: string): AsyncGenerator<Line> {
  for await (const lines of lineBlocks(files, key)) yield* lines;
}
