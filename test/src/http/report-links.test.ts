import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '../../../src/sha256.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request, type IncomingMessage } from 'node:http';
import { enlargeReport, readAndBreakOff } from '../../support/cut-off.js';
import { packageFolder } from '../../../src/package.js';
import { hasTool } from '../../support/outside-tools.js';
import { Browser } from '../../support/browser.js';
import { bodyOf, nobody } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';
import { until } from '../../support/run-cli.js';
import { gather } from '../../../src/storage/rows.js';

/** More than lies in the buffers of a connection. */
const large = 24 * 1024 * 1024;
/** Fits into them, so that it is gone before anybody has read it. */
const small = 300 * 1024;

let api: PublicApi;
let id: string;
beforeEach(async () => {
  api = await startPublicApi({ connection: undefined });
  id = String(bodyOf(await api.order({ email: nobody })).id);
});
afterEach(() => api.close());

const enlarge = (bytes: number) => enlargeReport(api.installation.service.folder, id, bytes);
const makeLink = async (body: object = {}) =>
  String(bodyOf(await api.call('post', `/v1/access-requests/${id}/report/links`, 'auditor').send(body)).url);
const downloads = async () => {
  const answer = await api.call('get', '/v1/ledger?limit=1000', 'auditor');
  const { items } = answer.body as { items: { event: string }[] };
  return items.map(({ event }) => event).filter((event) => event.startsWith('report.download'));
};
const started = (times: number) => Array.from({ length: times }, () => 'report.download_started');
const zipOf = async (browser: Browser, link: string, init: RequestInit = {}) => {
  const { answer } = await browser.fetch(new URL(`${link}/download`), init);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const statusOf = async (browser: Browser, link: string) => (await browser.open(link)).status;
const range = (first: number) => ({ headers: { range: `bytes=${first}-` } });

/** A browser that has been at the page, with its cookie for other programs. */
async function visitor(link: string): Promise<{ browser: Browser; headers: Record<string, string> }> {
  const browser = new Browser();
  const page = await browser.open(link);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Download the report')]);
  const [value = ''] = browser.cookieValues;
  const { answer } = await browser.fetch(new URL(link));
  const [name = ''] = (answer.headers.get('set-cookie') ?? '').split('=');
  return { browser, headers: { cookie: `${name}=${value}` } };
}

describe('programs that look at a link', () => {
  test('use nothing up, and begin nothing for somebody else', async () => {
    const content = enlarge(small);
    const link = await makeLink();
    for (const url of [link, `${link}/download`, link]) {
      const head = await fetch(url, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
    }
    expect((await fetch(link)).status).toBe(200);
    const bare = await fetch(`${link}/download`);
    expect([bare.status, await bare.text()]).toEqual([403, expect.stringContaining('not used up')]);
    expect(await downloads()).toEqual([]);
    const browser = new Browser();
    const page = await browser.open(link);
    expect(page.text).toContain('<form method="get"');
    expect((await zipOf(browser, link)).bytes.equals(content)).toBe(true);
  });

  test('the page of an address with a slash at its end leads to the same download', async () => {
    const link = await makeLink();
    for (const address of [link, `${link}/`]) {
      const browser = new Browser();
      const [, action = ''] = /action="([^"]*)"/.exec((await browser.open(address)).text) ?? [];
      expect(new URL(action, address).href).toBe(`${link}/download`);
    }
  });
});

describe('a link that is used', () => {
  test('is over when the last byte has gone, and the ledger tells the try and the download', async () => {
    const content = enlarge(large);
    const link = await makeLink();
    const { browser } = await visitor(link);
    const given = await zipOf(browser, link);
    expect([given.status, given.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(given.bytes.equals(content)).toBe(true);
    for (const one of [browser, new Browser()])
      for (const url of [link, `${link}/download`]) expect(await statusOf(one, url)).toBe(410);
    expect((await zipOf(browser, link, range(100))).status).toBe(410);
    expect(await downloads()).toEqual(['report.download_started', 'report.downloaded']);
    const entries = (await gather(api.installation.service.ledger.entries('default'))).slice(-3);
    const [created, ...used] = entries.map(({ details }) => JSON.parse(details) as Record<string, string>);
    expect(used.map(({ by }) => by)).toEqual(Array(2).fill(`link ${created?.link}`));
  });

  test('belongs to one of many browsers that use it at the same moment', async () => {
    enlarge(large);
    const link = await makeLink();
    const browsers = await Promise.all(Array.from({ length: 12 }, () => visitor(link)));
    const answers = await Promise.all(
      browsers.map(async ({ browser }) => (await zipOf(browser, link)).status),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status >= 403 && status <= 410)).toHaveLength(11);
  });

  test('works for its time only, also for who has begun', async () => {
    enlarge(large);
    const link = await makeLink({ seconds: 1 });
    const { browser, headers } = await visitor(link);
    await readAndBreakOff(`${link}/download`, headers, 1_000);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await zipOf(browser, link, range(1_000))).status).toBe(410);
  });
});

describe('a download that breaks off', () => {
  test('goes on in the same browser, however often, and in no other', async () => {
    const content = enlarge(large);
    const link = await makeLink();
    const { browser, headers } = await visitor(link);
    const { bytes: first } = await readAndBreakOff(`${link}/download`, headers, 3_000_000);
    expect(first.equals(content.subarray(0, first.length))).toBe(true);
    const other = await visitor(await makeLink());
    for (const stranger of [new Browser(), other.browser]) {
      expect(await statusOf(stranger, link)).toBe(403);
      expect((await zipOf(stranger, link, range(first.length))).status).toBe(403);
    }
    const second = await readAndBreakOff(
      `${link}/download`,
      { ...headers, range: `bytes=${first.length}-` },
      3_000_000,
    );
    expect(second.status).toBe(206);
    expect(await downloads()).not.toContain('report.downloaded');
    const done = first.length + second.bytes.length;
    const rest = await zipOf(browser, link, { headers: { range: `bytes=${done}-`, 'if-range': 'other' } });
    // Another version than it began with: the whole of this one.
    expect([rest.status, rest.bytes.equals(content)]).toEqual([200, true]);
    expect(await statusOf(browser, link)).toBe(410);
    expect(await downloads()).toEqual([...started(3), 'report.downloaded']);
  });

  test('and is gone on with to its end uses the link up, and counts once', async () => {
    const content = enlarge(large);
    const link = await makeLink();
    const { browser, headers } = await visitor(link);
    const { bytes } = await readAndBreakOff(`${link}/download`, headers, 5_000_000);
    expect(await statusOf(browser, link)).toBe(200);
    const rest = await zipOf(browser, link, range(bytes.length));
    expect([rest.status, Buffer.concat([bytes, rest.bytes]).equals(content)]).toEqual([206, true]);
    expect(await statusOf(browser, link)).toBe(410);
    expect(await downloads()).toEqual([...started(2), 'report.downloaded']);
  });

  test('in the buffers of the network is no download', async () => {
    const content = enlarge(small);
    const link = await makeLink();
    const { browser, headers } = await visitor(link);
    const call = request(`${link}/download`, { headers, agent: false }).end();
    const answer = await new Promise<IncomingMessage>((resolve) => call.on('response', resolve));
    answer.pause();
    await until(async () => !(await isOpen(link)));
    answer.socket.resetAndDestroy();
    await until(() => isOpen(link));
    expect(await downloads()).toEqual(['report.download_started']);
    const rest = await zipOf(browser, link, range(1_000));
    expect([rest.status, rest.bytes.equals(content.subarray(1_000))]).toEqual([206, true]);
  });

  test('behind the network, unseen, goes on in the same browser only', async () => {
    enlarge(small);
    const link = await makeLink();
    const { browser, headers } = await visitor(link);
    const call = request(`${link}/download`, { headers }).end();
    const answer = await new Promise<IncomingMessage>((resolve) => call.on('response', resolve));
    answer.resume();
    await until(async () => !(await isOpen(link)));
    expect((await zipOf(browser, link)).status).toBe(410);
    expect((await zipOf(new Browser(), link, range(10))).status).toBe(410);
    expect((await zipOf(browser, link, range(10))).status).toBe(206);
    call.destroy();
  });

  /** Whether the link can still be used by who has it. */
  async function isOpen(link: string): Promise<boolean> {
    const { links, clock } = api.installation.service;
    return (
      (await links.find(sha256Of(new URL(link).pathname.slice('/reports/'.length)), clock.now()))?.isUsed ===
      false
    );
  }
});

test('parts that do not make a whole never use a link up', async () => {
  enlarge(large);
  const link = await makeLink();
  const { browser } = await visitor(link);
  for (const part of ['bytes=-1000', `bytes=0-${large - 1_002}`, 'bytes=20-29']) {
    const given = await zipOf(browser, link, { headers: { range: part } });
    expect(given.status).toBe(206);
  }
  expect(await statusOf(browser, link)).toBe(200);
  expect(await downloads()).not.toContain('report.downloaded');
  expect((await zipOf(browser, link, { headers: { range: `bytes=${large - 1_001}-` } })).status).toBe(206);
  // That the last byte was given is put down behind it.
  await until(async () => (await statusOf(browser, link)) === 410);
});

test('the documented line of curl goes on until it has the report, and then no more', async () => {
  if (!hasTool('curl')) return;
  const content = enlarge(large);
  const LINK = await makeLink();
  const [, line = ''] =
    /`(curl [^`]*\$LINK[^`]*)`/.exec(readFileSync(join(packageFolder(), 'docs/operations.md'), 'utf8')) ?? [];
  const cwd = mkdtempSync(join(tmpdir(), 'dsar-curl-'));
  const report = join(cwd, 'report.zip');
  const run = async (more = '') => {
    const child = spawn('sh', ['-c', `${line} -sS ${more}`], {
      cwd,
      env: { ...process.env, LINK },
      stdio: 'ignore',
    });
    return ((await once(child, 'exit')) as [number])[0];
  };
  // At this rate it needs twelve seconds; a busy machine may need some to begin.
  for (const seconds of [1, 3, 8])
    if (!existsSync(report)) expect(await run(`--limit-rate 2M --max-time ${seconds}`)).not.toBe(0);
  const part = readFileSync(report);
  expect([part.length > 0, part.length < large]).toEqual([true, true]);
  expect(await run()).toBe(0);
  expect(readFileSync(report).equals(content)).toBe(true);
  expect(await run()).toBe(22);
  rmSync(cwd, { recursive: true });
});
