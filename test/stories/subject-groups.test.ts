import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import type { ReadReport } from '../support/read-report.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
let groupId: string;
beforeAll(async () => {
  installation = await startInstallation();
  const person = installation.simulator.world.users.find(({ email }) => email === demoEmail);
  [groupId = ''] = (person?.profile.group_ids ?? []) as string[];
});
afterAll(() => installation.close());

const allow = (...subjectGroups: string[]) =>
  installation.service.connections.change('default', {
    subjectGroups: subjectGroups.length > 0 ? subjectGroups : undefined,
  });

const order = { sources: ['user', 'meetings'], media: false };

describe('a person in none of the groups that may be asked about', () => {
  let read: ReadReport;
  let calls: string[];
  beforeAll(async () => {
    await allow('aGroupOfOthersAAAAAAAA', 'another');
    const before = installation.simulator.calls.length;
    read = await installation.report(demoEmail, { media: false });
    calls = installation.simulator.calls.slice(before).map(({ operation }) => operation);
  });

  test('is looked up, and nothing else is asked', () => {
    expect(calls.filter((operation) => operation !== 'token')).toEqual(['/users/{userId}']);
  });

  test('gets a report that says so of every source, without a gap and without a proof of absence', () => {
    for (const source of read.manifest.sources)
      expect(source).toMatchObject({ outcome: 'not_requested', reason: 'outside_groups', records: 0 });
    expect(read.manifest.status).toBe('completed');
    const whys = read.manifest.completeness.not_covered.filter(({ kind }) => kind === 'not_asked');
    expect(whys).toHaveLength(read.manifest.sources.length);
    for (const { why } of whys) expect(why).toMatch(/none of the groups/);
    expect([...read.entries.keys()].filter((name) => /^data\/[^/]+\//.test(name))).toEqual([]);
  });
});

test('a person in one of the groups is asked about as ever', async () => {
  await allow('aGroupOfOthersAAAAAAAA', groupId);
  const read = await installation.report(demoEmail, order);
  expect(read.source('meetings').outcome).toBe('complete');
});

test('somebody of whom no group is known is in none', async () => {
  const person = installation.simulator.world.users.find(({ email }) => email === demoEmail);
  delete person?.profile.group_ids;
  const read = await installation.report(demoEmail, order);
  expect(read.source('meetings')).toMatchObject({ outcome: 'not_requested', reason: 'outside_groups' });
});

test('without groups everybody may be asked about', async () => {
  await allow();
  const read = await installation.report(demoEmail, order);
  expect(read.source('meetings').outcome).toBe('complete');
});
