import { describe, expect, test } from '@jest/globals';
import { isLoopback } from '../../../src/loopback.js';
import { judgeAddress, type AddressKind } from '../../../src/upstream/addresses.js';

const rules = {
  apiOrigin: 'https://api.vendor.example:8443',
  ownHosts: ['zoom.us', 'zoom.com', 'zoomgov.com'],
  mediaHosts: ['files.example', 'store.example:9000', '127.0.0.1:7000', '[::1]:7000', 'localhost'],
};

const corpus: Record<AddressKind, string[]> = {
  api: [
    'https://api.vendor.example:8443',
    'https://api.vendor.example:8443/v2/users?x=1#y',
    'HTTPS://API.VENDOR.EXAMPLE:8443/',
    'https://api.vendor.example:08443/',
    'https:\\\\api.vendor.example:8443\\v2',
    '  https://api.vendor.example:8443/\n',
  ],
  own: [
    'https://zoom.us',
    'https://zoom.us:443/rec/download/x',
    'https://ZOOM.US/rec',
    'https://us02web.zoom.us/rec/download/x?y=z',
    'https://a.b.c.zoom.us/',
    'https://zoom.com/',
    'https://success.zoom.com/',
    'https://api.zoomgov.com/v2/users',
    'https://zoom.us\\@evil.example/',
    'https://zoom.us/@evil.example/',
    'https://zoom.us?@evil.example/',
    'https://zoom.us#@evil.example/',
    'https://%7Aoom.us/',
    'https://ｚｏｏｍ.us/',
    'https://zo\tom.us/',
  ],
  named: [
    'https://files.example/a.mp4',
    'https://FILES.example:8443/a.mp4',
    'https://files.example:1/',
    'https://store.example:9000/',
    'http://127.0.0.1:7000/media',
    'http://127.1:7000/',
    'http://2130706433:7000/',
    'http://0x7f.1:7000/',
    'http://0177.0.0.1:7000/',
    'https://127.0.0.1:7000/',
    'http://[::1]:7000/',
    'http://[0:0:0:0:0:0:0:1]:7000/',
    'http://localhost/',
    'http://localhost:5555/',
    'https://localhost:5555/',
  ],
  public: [
    'https://evil.example/',
    'https://zoom.us.evil.example/',
    'https://zoom.us%2eevil.example/',
    'https://evilzoom.us/',
    'https://xn--zom-0na.us/',
    'https://zоom.us/',
    'https://zoom.us./',
    'https://api.zoom.us./v2',
    'https://zoom.us:8443/',
    'https://zoom.us:80/',
    'https://api.zoom.us:444/v2',
    'https://zoom.usa/',
    'https://zoom.uk/',
    'https://us/',
    'https://com/',
    'https://api.vendor.example/',
    'https://api.vendor.example:443/',
    'https://api.vendor.example:8444/',
    'https://api.vendor.example.:8443/',
    'https://sub.api.vendor.example:8443/',
    'https://files.example.evil.example/',
    'https://sub.files.example/',
    'https://files.example./',
    'https://store.example/',
    'https://store.example:9001/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/',
    'https://127.0.0.1:7001/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]:7000/',
    'https://[::ffff:7f00:1]/',
    'https://[fe80::1]/',
    'https://0/',
    'https://0x7f000001/',
    'https://zoom-us.s3.amazonaws.com/x',
  ],
  refused: [
    'http://zoom.us/',
    'http://zoom.us:443/',
    'http://us02web.zoom.us/rec',
    'http://evil.example/',
    'http://api.vendor.example:8443/',
    'http://api.vendor.example/',
    'http://files.example/',
    'http://store.example:9000/',
    'http://127.0.0.1/',
    'http://127.0.0.1:7001/',
    'http://127.0.0.2:7000/',
    'http://[::1]:7001/',
    'http://[::ffff:127.0.0.1]:7000/',
    'http://localhost.:7000/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example:7000/',
    'http://0.0.0.0:7000/',
    'http://10.0.0.1:7000/',
    'http://169.254.169.254/latest/meta-data',
    'https://user@zoom.us/',
    'https://user:secret@zoom.us/',
    'https://:secret@zoom.us/',
    'https://zoom.us@evil.example/',
    'https://zoom.us:443@evil.example/',
    'https://zoom.us%40evil@evil.example/',
    'https://user@api.vendor.example:8443/',
    'https://user@files.example/',
    'http://user@127.0.0.1:7000/',
    'ftp://zoom.us/',
    'file:///etc/passwd',
    'file://zoom.us/etc/passwd',
    'data:text/plain,zoom.us',
    'javascript:alert(1)',
    'blob:https://api.vendor.example:8443/1',
    'ws://api.vendor.example:8443/',
    'wss://zoom.us/',
    'httpss://zoom.us/',
    'unix:/var/run/docker.sock',
    'http://unix:/var/run/docker.sock:/v2',
    'view-source:https://zoom.us/',
  ],
};

const rows = Object.entries(corpus).flatMap(([kind, urls]) => urls.map((url) => [url, kind] as const));

describe('what an address may be used for', () => {
  test.each(rows)('%s is %s', (text, kind) => {
    expect(judgeAddress(new URL(text), rules)).toBe(kind);
  });

  test('the corpus is as large as it should be', () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
  });

  test('an API on this machine is known by scheme, host and port', () => {
    const local = { ...rules, apiOrigin: 'http://127.0.0.1:7000', mediaHosts: ['127.0.0.1'] };
    const kinds = [
      'http://127.0.0.1:7000/v2',
      'http://127.0.0.1:7001/v2',
      'https://127.0.0.1:7000/v2',
      'http://localhost:7000/v2',
      'http://127.0.0.1:7000@evil.example/',
    ].map((url) => judgeAddress(new URL(url), local));
    expect(kinds).toEqual(['api', 'named', 'named', 'refused', 'refused']);
  });

  test('an address that names the default port is the API’s like one that does not', () => {
    const standard = { ...rules, apiOrigin: 'https://api.zoom.us' };
    expect(judgeAddress(new URL('https://api.zoom.us:443/v2'), standard)).toBe('api');
  });

  test('a named host without a port covers the default port when it is spelled out in the name', () => {
    const named = { ...rules, mediaHosts: ['files.example:443'] };
    expect(judgeAddress(new URL('https://files.example/'), named)).toBe('named');
    expect(judgeAddress(new URL('https://files.example:444/'), named)).toBe('public');
  });

  test('an empty list of own hosts owns nothing', () => {
    expect(judgeAddress(new URL('https://zoom.us/'), { ...rules, ownHosts: [] })).toBe('public');
  });
});

describe('this machine', () => {
  test.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.255.255.254', true],
    ['[::1]', true],
    ['localhost.', false],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['1127.0.0.1', false],
    ['128.0.0.1', false],
    ['[::ffff:7f00:1]', false],
    ['::1', false],
    ['0.0.0.0', false],
    ['', false],
  ])('%s: %s', (hostname, expected) => {
    expect(isLoopback(hostname)).toBe(expected);
  });
});
