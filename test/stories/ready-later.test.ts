import { afterEach, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { hurriedRetry, hurriedTimeouts } from '../support/fast-zoom.js';
import { startInstallation, type Installation } from '../support/start-service.js';

interface Recording {
  uuid: string;
  topic: string;
  recording_files: Record<string, unknown>[];
}

let installation: Installation;
afterEach(() => installation.close());

/** Starts a Zoom in which something changes as soon as the first file is asked for. */
async function start(change: (recordings: Recording[]) => void): Promise<Installation> {
  let isChanged = false;
  const observe = ({ endpoint }: { endpoint: string }) => {
    if (isChanged || !endpoint.endsWith(' files')) return;
    isChanged = true;
    change(recordingsOf(installation));
  };
  const tuning = { retryPolicy: hurriedRetry, timeouts: hurriedTimeouts, observe };
  installation = await startInstallation({ service: { tuning } });
  return installation;
}

function recordingsOf({ simulator }: Installation): Recording[] {
  const user = simulator.world.users.find(({ email }) => email === demoEmail);
  return (user?.recordings ?? []) as unknown as Recording[];
}

const order = { sources: ['user', 'recordings'] };
const live = (recordings: Recording[]) => {
  const found = recordings.find(({ topic }) => topic === 'Live right now');
  const donor = recordings.find(({ recording_files: files }) => files.length > 2);
  if (!found || !donor) throw new Error('The demo world has changed.');
  return { found, donor };
};
const copies = (files: Record<string, unknown>[]) =>
  files
    .filter(({ id }) => id !== undefined)
    .map((file) => ({ ...file, id: `later-${String(file.id)}`, status: 'completed' }));

test('a recording that becomes ready while the request runs is fetched in the same run', async () => {
  const started = await start((recordings) => {
    const { found, donor } = live(recordings);
    found.recording_files = copies(donor.recording_files);
  });
  const read = await started.report(demoEmail, order);
  const source = read.manifest.sources.find(({ id }) => id === 'recordings');
  expect(source).toMatchObject({ outcome: 'complete', problems: [] });
  const { found } = live(recordingsOf(installation));
  const records = read.records('recordings').filter(({ uuid }) => uuid === found.uuid);
  expect(records).toHaveLength(1);
  expect(JSON.stringify(records)).toContain('later-');
});

test('a transcript that is added to a young recording is fetched in the same run', async () => {
  const started = await start((recordings) => {
    const { found, donor } = live(recordings);
    found.recording_files = [...found.recording_files, ...copies(donor.recording_files).slice(0, 1)];
  });
  const read = await started.report(demoEmail, order);
  const { found } = live(recordingsOf(installation));
  const [record] = read.records('recordings').filter(({ uuid }) => uuid === found.uuid);
  expect(JSON.stringify(record)).toContain('later-');
});

test('what is not ready at the end is a gap that tells when to ask again, after one more look', async () => {
  const started = await start(() => undefined);
  const read = await started.report(demoEmail, order);
  const source = read.manifest.sources.find(({ id }) => id === 'recordings');
  expect(source?.problems).toMatchObject([{ reason: 'not_finished', count: 1 }]);
  expect(source?.problems[0]?.remedy).toMatch(/after \d{4}-\d\d-\d\d \d\d:00 UTC/);
  const { found } = live(recordingsOf(installation));
  // An id with a slash is encoded twice.
  const plain = (path: string) => decodeURIComponent(decodeURIComponent(path));
  const rereads = started.simulator.calls.filter(
    ({ operation, path }) =>
      operation === '/meetings/{meetingId}/recordings' && plain(path).includes(found.uuid),
  );
  expect(rereads.length).toBeLessThanOrEqual(4);
});
