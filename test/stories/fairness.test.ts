import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoEmail, emptyUser, largeWorld } from '../../simulators/zoom/index.js';
import { fastZoom } from '../support/fast-zoom.js';
import { until } from '../support/run-cli.js';
import { bodyOf, expectProblem, startApi, type Api } from '../support/start-api.js';
import type { Connector } from '../../src/contract/index.js';

/** Every label lets 40 calls a second pass, of which 75 % are ours: the huge subject needs many seconds. */
const pacedZoom: Connector = {
  ...fastZoom,
  rateLimits: (plan) => {
    const { labels, budgets } = fastZoom.rateLimits(plan);
    return { budgets, labels: labels.map((label) => ({ ...label, calls: 40, perMs: 1_000 })) };
  },
};
const small = Array.from({ length: 10 }, (_, index) => `small-${index}@example.com`);

/** A person with years of data, and ten of whom only the last week is asked for. */
function world() {
  const now = new Date();
  const made = largeWorld({ now, seed: 7, records: 12_000, mediaFiles: 400, mediaBytes: 1_024 });
  const users = small.map((email, index) =>
    emptyUser({ id: `small-user-${index}`, email, profile: { type: 2 } }),
  );
  return { ...made, users: [...made.users, ...users] };
}

let api: Api;
afterEach(() => api.close());

describe('one huge subject and ten small ones of the same connection', () => {
  beforeEach(async () => {
    api = await startApi({ simulator: { world: world() }, service: { connector: pacedZoom } });
  });

  test('the small ones, who came later, end long before the huge one, and each calls the vendor in turn', async () => {
    const { service, simulator } = api.installation;
    const sources = ['user', 'recordings', 'phone-voicemails'];
    const lastWeek = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
    const ask = async (email: string, from?: string) =>
      (
        await service.requests.create({
          connectionId: 'default',
          origin: 'test',
          email,
          from,
          media: true,
          sources,
        })
      ).id;
    const huge = await ask(demoEmail);
    const detail = '/phone/voice_mails/{voicemailId}';
    const details = () => simulator.calls.filter(({ operation }) => operation === detail).length;
    await until(() => details() > 10);
    const ids = await Promise.all(small.map((email) => ask(email, lastWeek)));
    const ends = await Promise.all(ids.map((id) => service.requests.wait(id, 60_000)));
    expect(ends.map((request) => request?.status)).toEqual(small.map(() => 'completed'));
    expect((await service.requests.find(huge))?.status).toBe('running');

    const ended = await service.requests.wait(huge, 120_000);
    expect(ended?.status).toMatch(/^completed/);
    const ofSmall = simulator.calls.map(({ path }) => path.includes('small'));
    const ofHugeBefore = ofSmall.slice(0, ofSmall.lastIndexOf(true)).filter((isSmall) => !isSmall).length;
    const ofHuge = ofSmall.filter((isSmall) => !isSmall).length;
    // When the last call for a small one was made, the huge one had most of its own before it.
    expect(ofSmall.filter(Boolean).length).toBeGreaterThanOrEqual(30);
    expect(ofHugeBefore).toBeLessThan(ofHuge / 2);
    // The pace held while they shared it.
    expect(simulator.highestCount('phone', 'light')).toBeLessThanOrEqual(40);
  }, 180_000);
});

describe('a connection that has as many unfinished requests as it may', () => {
  test('takes no more and says when to come again; others are not held up; with room it goes on', async () => {
    api = await startApi({ service: { mostWaiting: 3 } });
    const { faults } = api.installation.simulator;
    faults.add({ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' });
    const post = () => api.order({ email: demoEmail, sources: ['user'] }, 'platform', 'wait=0');
    const taken = [await post(), await post(), await post()];
    expect(taken.map(({ status }) => status)).toEqual([202, 202, 202]);
    const refused = await post();
    expect(expectProblem(refused, 429, 'queue_full').detail).toContain('3 unfinished requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await api.stored()).toBe(3);
    await api.call('delete', `/v1/access-requests/${String(bodyOf(taken[0] ?? refused).id)}`, 'platform');
    expect((await post()).status).toBe(202);
    faults.clear();
  });
});

describe('requests that wait for their turn', () => {
  test('one of them can be cancelled while the others wait, and those are all answered', async () => {
    api = await startApi();
    const { faults } = api.installation.simulator;
    const stall = faults.add({ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' });
    const { requests } = api.installation.service;
    // More than run at once.
    const order = { connectionId: 'default', origin: 'test', email: demoEmail, media: true };
    const made = await Promise.all(
      Array.from({ length: 40 }, () => requests.create({ ...order, sources: ['user'] })),
    );
    const ids = made.map(({ id }) => id);
    const statuses = async () =>
      (await Promise.all(ids.map((id) => requests.find(id)))).map((one) => one?.status);
    await until(async () => (await statuses()).includes('running'));
    expect((await statuses()).at(-1)).toBe('queued');
    const last = ids.at(-2) ?? '';
    expect((await requests.remove(last, { by: 'test' })).status).toBe('cancelled');
    stall.remove();
    await until(
      async () => (await statuses()).every((status) => status === 'completed' || status === 'cancelled'),
      60_000,
    );
    expect((await statuses()).filter((status) => status === 'cancelled')).toHaveLength(1);
  }, 90_000);
});
