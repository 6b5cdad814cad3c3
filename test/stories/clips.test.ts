import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoEmail, type JsonObject, type WorldUser } from '../../simulators/zoom/index.js';
import { farZoom, hurriedRetry, hurriedTimeouts } from '../support/fast-zoom.js';
import type { ReadReport } from '../support/read-report.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
let read: ReadReport;
let clips: WorldUser['clips'];
const lastly: JsonObject = { status: 'RECORD_END', title: 'Made a minute ago' };

beforeAll(async () => {
  const tuning = { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts };
  installation = await startInstallation({ service: { tuning, connector: farZoom } });
  const { world } = installation.simulator;
  ({ clips } = world.users.find(({ email }) => email === demoEmail) as WorldUser);
  const [first = {}] = clips.kept;
  // One that is still made, one whose deletion also took its video, and one that is wholly gone.
  clips.kept.push({ ...first, ...lastly, clip_id: 'stillMadeClipAAAAAA' });
  const [deleted] = clips.deleted;
  clips.deleted.push({ ...deleted, clip_id: 'deletedWithVideoAAAA' });
  installation.simulator.faults.add({
    operation: /^\/v2\/clips\/deletedWithVideoAAAA\/(comments|collaborators)/,
    times: Infinity,
    respond: { status: 404, body: { code: 2000, message: 'Clip does not exist: deletedWithVideoAAAA.' } },
  });
  read = await installation.report(demoEmail, { sources: ['clips', 'clip-comments'] });
}, 60_000);
afterAll(() => installation.close());

const titlesOf = (id: string, field: string) => read.records(id).map((record) => record[field]);

test('deleted and suspended clips stand among the others, each with its state', () => {
  expect(titlesOf('clips', 'status').sort()).toEqual([
    ...['RECORD_DELETE', 'RECORD_DELETE', 'RECORD_END', 'RECORD_FAILED'],
    ...['RECORD_SUCCESS', 'RECORD_SUCCESS', 'RECORD_SUCCESS', 'SUSPENDED'],
  ]);
});

test('a clip that is still made is the only gap, and is looked at again at the end', () => {
  const source = read.source('clips');
  expect(source).toMatchObject({ outcome: 'partial', problems: [{ reason: 'not_finished', count: 1 }] });
  const looks = installation.simulator.calls.filter(({ path }) => path === '/v2/clips/stillMadeClipAAAAAA');
  expect(looks.length).toBeGreaterThanOrEqual(3);
});

test('a deleted clip whose video Zoom keeps to itself is no gap, and is counted', () => {
  expect(read.source('clips').files_not_given).toBe(1);
});

test('every reply is a record that names the comment it answers', () => {
  const records = read.records('clip-comments');
  expect(records.filter((record) => 'children_comments' in record)).toEqual([]);
  const replies = records.filter(({ reply_to }) => reply_to !== undefined);
  expect(replies).toHaveLength(2);
  const ids = new Set(records.map(({ comment_id }) => comment_id));
  expect(replies.filter(({ reply_to }) => !ids.has(reply_to))).toEqual([]);
  expect(read.source('clip-comments').outcome).toBe('complete');
});

test('neither passcode nor link opens a clip for whoever reads the report', () => {
  const [passcode] = clips.kept.flatMap(({ share_link_settings }) => {
    const { passcode: one } = (share_link_settings ?? {}) as JsonObject;
    return typeof one === 'string' ? [one] : [];
  });
  expect(passcode).toBeDefined();
  const texts = JSON.stringify(read.records('clips'));
  expect(texts).not.toContain(passcode ?? '-');
  expect(texts).not.toContain('/clips/share/');
  expect(texts.match(/signature=(?!\[masked\])/g)).toBeNull();
});
