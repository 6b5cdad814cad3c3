import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { openDatabase } from '../../src/storage/sqlite/database.js';
import type { DataFolder } from '../../src/files/data-folder.js';
import { reportFileIn } from './data-paths.js';

/** Reads the beginning of an answer, at least so many bytes, and then breaks the connection off. */
export function readAndBreakOff(
  url: string,
  headers: Record<string, string>,
  atLeast: number,
): Promise<{ status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length < atLeast) return;
        answer.socket.destroy();
        resolve({ status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) });
      });
      answer.on('end', () => reject(new Error(`The answer ended after ${length} bytes.`)));
    });
    call.on('error', reject).end();
  });
}

/** Puts a file of this size in the place of a published report, as if it had been published like that. */
export function enlargeReport(
  folder: Pick<DataFolder, 'path' | 'database'>,
  id: string,
  bytes: number,
): Buffer {
  const content = randomBytes(bytes);
  writeFileSync(reportFileIn(folder, id), content, { mode: 0o600 });
  const database = openDatabase(folder.database);
  const sha256 = createHash('sha256').update(content).digest('hex');
  database.run('UPDATE reports SET bytes = ?, sha256 = ? WHERE request_id = ?', bytes, sha256, id);
  database.close();
  return content;
}
