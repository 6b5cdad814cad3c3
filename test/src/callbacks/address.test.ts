import { describe, expect, test } from '@jest/globals';
import { liesBelow, readCallbackUrl } from '../../../src/callbacks/address.js';

const named = ['127.0.0.1:9000', 'hooks.internal.example.com:8443'];

describe('where callbacks may go', () => {
  test.each([
    'https://hooks.example.com/dsar',
    'https://hooks.example.com:443/dsar?tenant=1',
    'https://hooks.internal.example.com:8443/x',
    'http://127.0.0.1:9000/x',
  ])('%s', (url) => expect(readCallbackUrl(url, named, '/url').href).toBe(new URL(url).href));

  test.each([
    'hooks.example.com',
    'http://hooks.example.com/',
    'http://127.0.0.1:9001/',
    'http://hooks.internal.example.com:8443/',
    'https://hooks.example.com:8443/',
    'https://user:secret@hooks.example.com/',
    'https://hooks.example.com/#x',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
  ])('never %s', (url) => {
    expect(() => readCallbackUrl(url, named, '/url')).toThrow('/url must');
    expect(() => readCallbackUrl(url, named, '/url')).not.toThrow('secret');
  });
});

test.each([
  ['https://a.example.com/hooks', 'https://a.example.com/hooks', true],
  ['https://a.example.com/hooks/7?x=1', 'https://a.example.com/hooks/', true],
  ['https://a.example.com/anything', 'https://a.example.com', true],
  ['https://a.example.com/hooksmith', 'https://a.example.com/hooks', false],
  ['https://a.example.com/hooks/../admin', 'https://a.example.com/hooks', false],
  ['https://a.example.com/hooks/%2e%2e/admin', 'https://a.example.com/hooks', false],
  ['https://a.example.com/hooks/..%2fadmin', 'https://a.example.com/hooks', false],
  ['https://b.example.com/hooks', 'https://a.example.com/hooks', false],
  ['https://a.example.com:444/hooks', 'https://a.example.com/hooks', false],
])('%s lies below %s: %s', (url, base, is) => expect(liesBelow(url, base)).toBe(is));
