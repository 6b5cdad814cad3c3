import { expect, test } from '@jest/globals';
import { SecretReader } from '../../../src/connections/secret-reader.js';

test('a file system that hangs is waited for once, however many ask, and by nobody for long', async () => {
  let asked = 0;
  let end: (text: string) => void = () => undefined;
  const reader = new SecretReader(() => {
    asked += 1;
    return new Promise((resolve) => (end = resolve));
  });
  const started = performance.now();
  const ends = await Promise.allSettled([1, 2, 3].map(() => reader.read('file:/mnt/secret')));
  expect(performance.now() - started).toBeLessThan(2_500);
  for (const one of ends)
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'invalid_request' } });
  expect(asked).toBe(1);
  const late = reader.read('file:/mnt/secret');
  end('the secret');
  expect([await late, asked]).toEqual(['the secret', 1]);
});

test('what was read is read anew the next time', async () => {
  let secret = 'one';
  const reader = new SecretReader(() => Promise.resolve(secret));
  expect(await reader.read('file:/s')).toBe('one');
  secret = 'two';
  expect(await reader.read('file:/s')).toBe('two');
});
