import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serialiseJson } from '../../../simulators/zoom/serialise-json.js';
import { simulate } from './zoom-under-test.js';

describe('JSON with big integers', () => {
  it('has all their digits, at any depth', () => {
    expect(serialiseJson({ a: [1n, { b: -9223372036854775808n }], c: '12n', d: undefined })).toBe(
      '{"a":[1,{"b":-9223372036854775808}],"c":"12n"}',
    );
  });

  it('is otherwise what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.bigInt(), (value, big) => {
        const plain = value as Parameters<typeof serialiseJson>[0];
        return (
          serialiseJson(plain) === JSON.stringify(value) &&
          serialiseJson([plain, big]) === `[${JSON.stringify(value)},${big.toString()}]`
        );
      }),
    );
  });

  it('reaches the wire where the world holds one', async () => {
    const { get, person } = await simulate();
    expect((await get('/users/alex.demo@example.com')).text).toContain(
      '"license_option":576460752303423488,',
    );
    person.profile.odd = 9_007_199_254_740_993n;
    expect((await get('/users/alex.demo@example.com')).text).toContain('"odd":9007199254740993,');
  });
});
