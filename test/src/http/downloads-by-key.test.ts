import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { enlargeReport, readAndBreakOff } from '../../support/cut-off.js';
import { bodyOf, nobody } from '../../support/start-api.js';
import { startPublicApi, type PublicApi } from '../../support/start-public-api.js';

const size = 24 * 1024 * 1024;
let api: PublicApi;
let content: Buffer;
let url: string;
beforeEach(async () => {
  api = await startPublicApi({ connection: undefined });
  const id = String(bodyOf(await api.order({ email: nobody })).id);
  content = enlargeReport(api.installation.service.folder, id, size);
  url = `${api.address}/v1/access-requests/${id}/report`;
});
afterEach(() => api.close());

const by = (caller: 'auditor' | 'admin', more: Record<string, string> = {}) => ({
  authorization: `Bearer ${api.keys[caller]}`,
  ...more,
});
const get = async (headers: Record<string, string>, query = '') => {
  const answer = await fetch(url + query, { headers });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
};
/** Tries and downloads, and by whom. */
const told = async () => {
  const answer = await fetch(`${api.address}/v1/ledger?limit=1000`, { headers: by('auditor') });
  const { items } = (await answer.json()) as { items: { event: string; details: Record<string, unknown> }[] };
  return items
    .filter(({ event }) => event.startsWith('report.download'))
    .map(({ event, details }) => [event.slice('report.'.length), details.by, details.range]);
};

test('a download is told when it has succeeded, a try as a try', async () => {
  const { auditor } = api.ids;
  const { bytes } = await readAndBreakOff(url, by('auditor'), 100_000);
  expect(await told()).toEqual([['download_started', auditor, undefined]]);
  const range = `bytes=${bytes.length}-`;
  const rest = await get(by('auditor', { range }));
  expect([rest.status, Buffer.concat([bytes, rest.bytes]).equals(content)]).toEqual([206, true]);
  expect(await told()).toEqual([
    ['download_started', auditor, undefined],
    ['download_started', auditor, range],
    ['downloaded', auditor, undefined],
  ]);
  await get(by('auditor'));
  expect((await told()).slice(3)).toEqual([
    ['download_started', auditor, undefined],
    ['downloaded', auditor, undefined],
  ]);
});

test('parts that were given to different keys are no download', async () => {
  const { auditor, admin } = api.ids;
  const halves = [`bytes=0-${size / 2 - 1}`, `bytes=${size / 2}-`] as const;
  await get(by('auditor', { range: halves[1] }));
  await get(by('admin', { range: halves[0] }));
  expect((await told()).map(([event]) => event)).toEqual(['download_started', 'download_started']);
  await get(by('admin', { range: halves[1] }));
  expect((await told()).filter(([event]) => event === 'downloaded')).toEqual([
    ['downloaded', admin, undefined],
  ]);
  await get(by('auditor', { range: halves[0] }));
  expect((await told()).at(-1)).toEqual(['downloaded', auditor, undefined]);
});

test('what gives no bytes is no try', async () => {
  await fetch(url, { method: 'HEAD', headers: by('auditor') });
  const tag = (await fetch(url, { method: 'HEAD', headers: by('auditor') })).headers.get('etag') ?? '';
  const answers = [
    await get(by('auditor', { 'if-none-match': tag })),
    await get(by('auditor', { range: `bytes=${size}-` })),
    await get(by('auditor', { 'if-match': '"other"' })),
  ];
  expect(answers.map(({ status }) => status)).toEqual([304, 416, 412]);
  expect(await told()).toEqual([]);
});

test('an encrypted report counts when all of it has gone', async () => {
  const recipient = await identityToRecipient(await generateIdentity());
  await readAndBreakOff(`${url}?recipient=${recipient}`, by('auditor'), 100_000);
  expect(await told()).toHaveLength(1);
  expect((await get(by('auditor'), `?recipient=${recipient}`)).bytes.length).toBeGreaterThan(size);
  expect((await told()).map(([event]) => event)).toEqual([
    'download_started',
    'download_started',
    'downloaded',
  ]);
});
