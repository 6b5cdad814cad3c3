import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { downloadFrom, removeDownloads } from '../../support/download-under-test.js';
import { startOrigin, stopOrigins } from '../../support/start-origin.js';
import { closeUpstreams } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
  removeDownloads();
});

const mebibyte = 1_048_576;

test('a large file is streamed to the disk: memory does not grow with it', async () => {
  const mebibytes = 256;
  const chunk = Buffer.alloc(mebibyte, 7);
  const origin = await startOrigin((_, response) => {
    response.writeHead(200, {
      'content-type': 'video/mp4',
      'content-length': String(mebibytes * mebibyte),
    });
    let sent = 0;
    const send = () => {
      while (sent < mebibytes) {
        sent += 1;
        if (!response.write(chunk)) {
          response.once('drain', send);
          return;
        }
      }
      response.end();
    };
    send();
  });
  let peak = 0;
  let start = 0;
  let told = 0;
  const file = downloadFrom(origin.origin, {
    onBytes: (bytes) => {
      told += bytes;
      const { heapUsed, external } = process.memoryUsage();
      if (told < 16 * mebibyte) start = Math.max(start, heapUsed + external);
      else peak = Math.max(peak, heapUsed + external);
    },
    timeouts: { connectMs: 5_000, firstByteMs: 5_000, silenceMs: 5_000 },
  });
  const hash = createHash('sha256');
  for (let count = 0; count < mebibytes; count += 1) hash.update(chunk);
  expect(await file.run()).toMatchObject({ bytes: mebibytes * mebibyte, sha256: hash.digest('hex') });
  expect(statSync(file.path).size).toBe(mebibytes * mebibyte);
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(peak - start).toBeLessThan(64 * mebibyte);
});
