import type { FileStore } from '../files/file-store.js';
import { parseJson } from '../json.js';
import { lineBlocks } from '../spool/lines.js';

/** The records of a JSON array that has one record per line, in blocks as they are read. */
export async function* readJsonLines(files: FileStore, key: string): AsyncGenerator<unknown[]> {
  for await (const lines of lineBlocks(files, key)) {
    const records: unknown[] = [];
    for (const { line } of lines) {
      // "[" and "]" stand on lines of their own.
      if (line.length <= 1) continue;
      const end = line[line.length - 1] === comma ? line.length - 1 : line.length;
      records.push(parseJson(line.toString('utf8', 0, end)));
    }
    yield records;
  }
}

const comma = 0x2c;
