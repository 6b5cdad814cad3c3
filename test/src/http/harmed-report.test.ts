import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  appendFileSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import supertest, { type Response } from 'supertest';
import { deliver } from '../../../src/cli/deliver.js';
import { sha256Of } from '../../../src/sha256.js';
import { holdLast } from '../../../src/http/hold-last.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../../support/start-api.js';
import { gather } from '../../../src/storage/rows.js';
import { reportFileIn } from '../../support/data-paths.js';

let api: Api;
let id: string;
let file: string;
beforeEach(async () => {
  api = await startApi();
  id = String(bodyOf(await api.order({ email: nobody })).id);
  file = reportFileIn(api.installation.service.folder, id);
});
afterEach(() => api.close());

const path = () => `/v1/access-requests/${id}/report`;
const get = () => api.call('get', path(), 'auditor');
const events = async (event: string) =>
  (await gather(api.installation.service.ledger.entries('default'))).filter((entry) => entry.event === event);

/** Another byte in the middle, with the same size and the same time of the last change. */
function turnOneByte(): void {
  const { atime, mtime } = statSync(file);
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  utimesSync(file, atime, mtime);
}

/** What the page of a link gives a browser. */
async function cookieOf(link: string): Promise<string> {
  const { headers } = await supertest(api.app).get(link);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

const harms: [what: string, harm: () => void, found: string][] = [
  ['is gone', () => rmSync(file), 'missing'],
  ['was cut', () => truncateSync(file, 100), 'other_size'],
  ['is empty', () => truncateSync(file, 0), 'other_size'],
  ['has grown', () => appendFileSync(file, 'x'), 'other_size'],
  ['has another byte, at the same size and time', turnOneByte, 'other_digest'],
];

describe('a report whose file is not what was published', () => {
  test.each(harms)('because it %s is never sent, whole or in part', async (_, harm, found) => {
    expect((await get()).status).toBe(200);
    harm();
    const recipient = await identityToRecipient(await generateIdentity());
    const before = (await events('report.download_started')).length;
    const answers = [
      await get(),
      await get().set('Range', 'bytes=0-9'),
      await api.call('get', `${path()}?recipient=${recipient}`, 'auditor'),
    ];
    for (const answer of answers) {
      const { detail } = expectProblem(answer, 500, 'report_damaged');
      expect(detail).toContain('retry');
      expect(detail).not.toContain(api.installation.service.folder.path);
    }
    expect((await api.call('head', path(), 'auditor')).status).toBe(500);
    expect(await events('report.download_started')).toHaveLength(before);
    expect(
      (await events('report.damaged')).map(({ details }) => JSON.parse(details) as object),
    ).toMatchObject([{ request: id, version: 1, found }]);
    const metrics = (await api.call('get', '/metrics', 'operator')).text;
    expect(metrics).toContain(`dsar_report_checks_total{result="${found}"} 4`);
  });

  test('is made again by a retry, as a new version', async () => {
    const whole = await api.call('post', path().replace(/report$/, 'retry'), 'platform');
    expectProblem(whole, 409, 'nothing_to_retry');
    turnOneByte();
    expectProblem(await get(), 500, 'report_damaged');
    const retried = await api
      .call('post', path().replace(/report$/, 'retry'), 'platform')
      .set('Prefer', 'wait=30');
    expect(retried.body).toMatchObject({ status: 'no_match' });
    const given = await get();
    expect([given.status, given.headers['content-disposition']]).toEqual([
      200,
      `attachment; filename="access-report-${id}-2.zip"`,
    ]);
  });

  test('does not use up its link', async () => {
    const made = await api.call('post', `${path()}/links`, 'auditor').send({});
    const link = new URL(String(bodyOf(made).url), 'http://localhost').pathname;
    const bytes = readFileSync(file);
    const cookie = await cookieOf(link);
    const download = () => supertest(api.app).get(`${link}/download`).set('Cookie', cookie);
    rmSync(file);
    const refused = await download();
    expect([refused.status, refused.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
    // Nor does it belong to whoever was refused.
    expect((await supertest(api.app).get(link)).status).toBe(200);
    writeFileSync(file, bytes);
    expect((await download()).status).toBe(200);
  });

  test('is handed out again when its bytes are back', async () => {
    const bytes = readFileSync(file);
    rmSync(file);
    expectProblem(await get(), 500, 'report_damaged');
    writeFileSync(file, bytes);
    expect((await get()).status).toBe(200);
  });

  test('that changes while it is sent ends before its last byte', async () => {
    const pieces = ['one ', 'two ', 'three'];
    const sent: Buffer[] = [];
    const held = Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(holdLast(sha256Of('other')));
    held.on('data', (chunk: Buffer) => sent.push(chunk));
    await new Promise((resolve) => held.once('error', resolve));
    expect(Buffer.concat(sent).toString()).toBe('one two ');
    const right = Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(
      holdLast(sha256Of(pieces.join(''))),
    );
    expect(await text(right)).toBe('one two three');
  });
});

describe('a whole report', () => {
  test('is read once for many downloads, and again after a change', async () => {
    const checks = async () =>
      Number(/result="whole"} (\d+)/.exec((await api.call('get', '/metrics', 'operator')).text)?.[1] ?? 0);
    for (const range of [undefined, 'bytes=0-1', 'bytes=-5', undefined]) {
      const call = get();
      expect((await (range ? call.set('Range', range) : call)).status).toBe(range ? 206 : 200);
    }
    expect(await checks()).toBe(1);
    const { mtime } = statSync(file);
    utimesSync(file, mtime, new Date());
    await get();
    expect(await checks()).toBe(2);
  });

  test('answers conditions and ranges as before', async () => {
    const { headers } = await get();
    const bytes = statSync(file).size;
    expect([headers['content-length'], headers['accept-ranges']]).toEqual([String(bytes), 'bytes']);
    const unchanged: Response = await get().set('If-None-Match', String(headers.etag));
    expect(unchanged.status).toBe(304);
    expect((await get().set('Range', `bytes=${bytes}-`)).status).toBe(416);
    expect((await api.call('head', path(), 'auditor')).headers['content-length']).toBe(String(bytes));
  });

  test('and its folder are for their owner only', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(api.installation.service.folder.path).mode & 0o777).toBe(0o700);
  });

  test('is copied by the command line: what is done to the copy leaves the report alone', async () => {
    const target = `${file}.copy`;
    const sha256 = sha256Of(readFileSync(file));
    const { files } = api.installation.service.folder;
    const key = `reports/${basename(file)}`;
    await deliver(files, key, target, sha256);
    const [copy, own] = [statSync(target), statSync(file)];
    expect([copy.ino === own.ino, own.nlink, copy.mode & 0o777]).toEqual([false, 1, 0o600]);
    appendFileSync(target, 'x');
    expect(sha256Of(readFileSync(file))).toBe(sha256);
    await expect(deliver(files, `${key}.copy`, `${file}.second`, sha256)).rejects.toMatchObject({
      code: 'report_damaged',
    });
    expect(() => statSync(`${file}.second`)).toThrow();
    expect(() => statSync(`${file}.second.part`)).toThrow();
  });
});
