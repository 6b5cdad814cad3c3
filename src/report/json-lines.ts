import { createReadStream } from 'node:fs';
import { parseJson } from '../json.js';

/** The records of a JSON array that has one record per line, in blocks as they are read. */
export async function* readJsonLines(path: string): AsyncGenerator<unknown[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    const records: unknown[] = [];
    for (const line of lines)
      if (line !== '[' && line !== ']')
        records.push(parseJson(line.endsWith(',') ? line.slice(0, -1) : line));
    yield records;
  }
}
