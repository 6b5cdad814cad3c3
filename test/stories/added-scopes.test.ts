import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Clock } from '../../src/clock.js';
import { systemClock } from '../../src/clock.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
let aheadMs = 0;
/** What the app may do at this moment. */
let scopes: string[] = [];
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

const few = ['user:read:user:admin', 'user:read:list_users:admin'];
const email = 'alex.demo@example.com';

beforeEach(async () => {
  aheadMs = 0;
  scopes = [...few];
  installation = await startInstallation({ simulator: { scopes }, service: { clock } });
});
afterEach(() => installation.close());

const outcomeOf = async () => (await installation.ask(email, { sources: ['user-settings'] })).outcomes;

test('a scope that is added to the app counts at the next request, although a token is cached', async () => {
  expect(await outcomeOf()).toContainEqual(expect.objectContaining({ outcome: 'scope_missing' }));
  scopes.push('user:read:settings:admin');
  aheadMs = 10_000;
  expect(await outcomeOf()).toContainEqual(
    expect.objectContaining({ id: 'user-settings', outcome: 'complete' }),
  );
});

test('and after a restart', async () => {
  expect(await outcomeOf()).toContainEqual(expect.objectContaining({ outcome: 'scope_missing' }));
  scopes.push('user:read:settings:admin');
  await installation.restart();
  aheadMs = 10_000;
  expect(await outcomeOf()).toContainEqual(
    expect.objectContaining({ id: 'user-settings', outcome: 'complete' }),
  );
});
