import { expect, test } from '@jest/globals';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { readAtRest } from '../../../scripts/chaos/at-rest.js';
import { CallAccount } from '../../../scripts/chaos/call-account.js';
import { smallWorld } from '../../../scripts/chaos/faults/small-world.js';
import { startInstallation } from '../../support/start-service.js';

const reread = '/v2/meetings/uuid/recordings';
const lookup = '/v2/users/a%40example.com';

test('a kill in the last look allows its calls once more, and no others', () => {
  const calls = { [reread]: 2, [lookup]: 1 };
  const account = new CallAccount([{ report: new Map(), calls, isFileOf: () => false }]);
  account.allowRequest(0);
  account.add({ [reread]: 4, [lookup]: 2 });
  expect(account.excess).toHaveLength(2);
  account.allowLastLook(0, 'user');
  expect(account.excess).toHaveLength(2);
  account.allowLastLook(0, 'recordings');
  expect(account.excess).toEqual([`${lookup}: 2 times instead of at most 1`]);
});

test('whoever dies in the last look leaves the source that was looked at, who dies before or after leaves none', async () => {
  const world = smallWorld(new Date(), { hasYoungRecording: true });
  const installation = await startInstallation({ simulator: { world } });
  try {
    const { faults } = installation.simulator;
    const left: Record<string, unknown> = {};
    const lookAt = (name: string, operation: string | RegExp) =>
      faults.add({
        ...{ operation, respond: { status: 503, body: {} } },
        // The copy is made at once, and read a little later.
        onHit: () =>
          void readAtRest(installation.dataDir).then(({ lookedAt }) => {
            left[name] = lookedAt.map(({ sourceId }) => sourceId).filter((id) => id === 'recordings');
          }),
      });
    lookAt('in a list', '/users/{userId}/recordings');
    lookAt('in a file', /^\/media\//);
    lookAt('in the last look', '/meetings/{meetingId}/recordings');
    await installation.ask(demoEmail, { sources: ['user', 'recordings'] });
    left.after = (await readAtRest(installation.dataDir)).lookedAt.filter(
      ({ sourceId }) => sourceId === 'recordings',
    );
    expect(left).toEqual({
      ...{ 'in a list': [], 'in a file': [], after: [] },
      'in the last look': ['recordings'],
    });
  } finally {
    await installation.close();
  }
});
