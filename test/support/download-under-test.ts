import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFiles } from '../../src/files/disk-files.js';
import { download } from '../../src/upstream/download.js';
import type { Timeouts } from '../../src/upstream/send.js';
import type { Download, Downloaded } from '../../src/upstream/wanted-file.js';
import { startOrigin, type Origin } from './start-origin.js';
import { fastRetry, upstreamFor, type UpstreamUnderTest } from './upstream-under-test.js';

/** A file being fetched into a folder of its own. */
export interface DownloadUnderTest {
  upstream: UpstreamUnderTest;
  wanted: Download;
  /** How often `refresh` was asked. */
  refreshes: number;
  /** Bytes `onBytes` was told of. */
  told: number;
  run(): Promise<Downloaded | undefined>;
  /** Where the file goes on the disk. */
  path: string;
  /** What lies in the folder, by name. */
  left(): string[];
  bytes(): Buffer;
}

const folders: string[] = [];

/** A download of `origin` + `/file`; its record can be changed. */
export function downloadFrom(
  origin: string,
  changes: Partial<Download> & { mediaHosts?: string[]; timeouts?: Timeouts } = {},
): DownloadUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-download-'));
  folders.push(folder);
  const { mediaHosts, timeouts, refresh, onBytes, ...rest } = changes;
  const policy = { ...fastRetry, atLeastMs: 10, longestDelayMs: 4 };
  const upstream = upstreamFor(origin, { mediaHosts, timeouts, policy });
  const path = join(folder, 'file');
  const test: DownloadUnderTest = {
    upstream,
    ...{ path, refreshes: 0 },
    told: 0,
    wanted: {
      address: { url: `${origin}/file` },
      ...{ files: new DiskFiles(folder), key: 'file' },
      endpoint: '/users/{subject}/recordings files',
      extension: 'mp4',
      scopes: { granular: ['a:read'], classic: [] },
      refresh: async () => {
        test.refreshes += 1;
        return refresh?.();
      },
      onBytes: (bytes) => {
        test.told += bytes;
        onBytes?.(bytes);
      },
      meter: { calls: 0 },
      ...rest,
    },
    run: () => download(upstream, test.wanted),
    left: () => readdirSync(folder),
    bytes: () => readFileSync(path),
  };
  return test;
}

/** Removes the folders of all downloads of this test file. */
export function removeDownloads(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** SHA-256 in hex. */
export const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** A video of so many bytes, no two places of which are alike. */
export function videoOf(bytes: number, seed = 1): Buffer {
  const video = Buffer.alloc(bytes);
  for (let place = 0, value = seed; place < bytes; place += 1) {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    video[place] = value >>> 16;
  }
  Buffer.from('\0\0\0\x18ftypmp42').copy(video);
  return video;
}

/** Answers like a good file server: Range and If-Range honoured. */
export function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer,
  headers: Record<string, string> = {},
): void {
  const { range, 'if-range': validator } = request.headers;
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const isPart = start > 0 && (validator === undefined || validator === headers.etag);
  const type = { 'content-type': 'video/mp4', ...headers };
  if (isPart && start >= file.length) {
    response.writeHead(416, { ...type, 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const body = isPart ? file.subarray(start) : file;
  const place = isPart ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {};
  response
    .writeHead(isPart ? 206 : 200, { ...type, ...place, 'content-length': String(body.length) })
    .end(body);
}

/** Promises the whole rest of a file and breaks the connection when so many bytes of it have arrived. */
export function breakOff(
  response: ServerResponse,
  rest: Buffer,
  afterBytes: number,
  headers: Record<string, string>,
  file: DownloadUnderTest,
  status = 200,
): void {
  response.writeHead(status, {
    'content-type': 'video/mp4',
    'content-length': String(rest.length),
    ...headers,
  });
  response.write(rest.subarray(0, afterBytes));
  const enough = file.told + afterBytes;
  const poll = setInterval(() => {
    if (file.told < enough && !response.destroyed) return;
    clearInterval(poll);
    response.destroy();
  }, 2);
}

/** Answers one request for a file; `file` is the download that asks. */
export type FileHandle = (
  request: IncomingMessage,
  response: ServerResponse,
  index: number,
  file: DownloadUnderTest,
) => void;

/** A server that answers so, and a download of its `/file`. */
export async function downloadServedBy(
  handle: FileHandle,
  changes: Parameters<typeof downloadFrom>[1] = {},
): Promise<{ origin: Origin; file: DownloadUnderTest }> {
  const origin = await startOrigin((request, response, index) => handle(request, response, index, file));
  const file = downloadFrom(origin.origin, changes);
  return { origin, file };
}
