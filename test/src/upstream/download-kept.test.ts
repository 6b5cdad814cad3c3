import { afterEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import {
  breakOff,
  downloadServedBy,
  removeDownloads,
  serveFile,
  sha256,
  videoOf,
  type FileHandle,
} from '../../support/download-under-test.js';
import { stopOrigins } from '../../support/start-origin.js';
import { closeUpstreams, errorOf } from '../../support/upstream-under-test.js';

afterEach(async () => {
  closeUpstreams();
  await stopOrigins();
  removeDownloads();
});

const video = videoOf(60_000);
const etag = '"v1"';

/** Gives so many bytes of what is asked for and breaks off. */
const pieces =
  (size: number): FileHandle =>
  (request, response, _index, file) => {
    const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    const place = { etag, 'content-range': `bytes ${start}-${video.length - 1}/${video.length}` };
    if (start + size >= video.length) serveFile(request, response, video, { etag });
    else breakOff(response, video.subarray(start), size, place, file, start === 0 ? 200 : 206);
  };

test.each([3_000, 1_500])('a line that breaks after every %d bytes brings the whole file', async (size) => {
  const { file, origin } = await downloadServedBy(pieces(size));
  expect(await file.run()).toMatchObject({ bytes: video.length, sha256: sha256(video) });
  expect(origin.seen.length).toBe(video.length / size);
});

test('tries count from the last byte gained, and end where nothing comes any more', async () => {
  let dead = 0;
  const { file, origin } = await downloadServedBy((request, response, index, file) => {
    if (index < 10) pieces(2_000)(request, response, index, file);
    else {
      dead += 1;
      response.destroy();
    }
  });
  expect(await errorOf(file.run())).toMatchObject({ name: 'Refusal', outcome: 'failed' });
  expect(origin.seen.length).toBe(10 + dead);
  expect(dead).toBeGreaterThanOrEqual(8);
});

describe('what has come before the tries were used up', () => {
  async function interrupted() {
    let isDown = true;
    const made = await downloadServedBy((request, response, index, file) => {
      if (!isDown) serveFile(request, response, video, { etag });
      else if (index === 0) breakOff(response, video, 40_000, { etag }, file);
      else response.destroy();
    });
    expect(await errorOf(made.file.run())).toMatchObject({ reason: 'vendor_unreachable' });
    isDown = false;
    return made;
  }

  test('is gone on with in the next run', async () => {
    const { file, origin } = await interrupted();
    expect(file.left()).toEqual(['file.part', 'file.part.json']);
    expect(await file.run()).toMatchObject({ bytes: 60_000, sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers).toMatchObject({ range: 'bytes=40000-', 'if-range': etag });
    expect(file.left()).toEqual(['file']);
  });

  test('and was written half since is cut to what was kept', async () => {
    const { file, origin } = await interrupted();
    appendFileSync(`${file.path}.part`, 'more than was told');
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers.range).toBe('bytes=40000-');
  });

  test.each<[string, (path: string) => void]>([
    ['was harmed', (path) => writeFileSync(path, readFileSync(path).fill(0, 5, 9))],
    ['was cut', (path) => writeFileSync(path, readFileSync(path).subarray(0, 99))],
    ['has a note that is none', (path) => writeFileSync(`${path}.json`, '{"bytes":')],
    [
      'has a note that asks for too much',
      (path) => writeFileSync(`${path}.json`, '{"name":"","validator":"x","bytes":-1,"sha256":"x"}'),
    ],
  ])('and %s is fetched from its first byte', async (_, harm) => {
    const { file, origin } = await interrupted();
    harm(`${file.path}.part`);
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers.range).toBeUndefined();
    expect(file.left()).toEqual(['file']);
  });

  test('of another file at the same place is not touched upon', async () => {
    const { file, origin } = await interrupted();
    file.wanted.name = 'another';
    expect(await file.run()).toMatchObject({ sha256: sha256(video) });
    expect(origin.seen.at(-1)?.headers.range).toBeUndefined();
  });
});
