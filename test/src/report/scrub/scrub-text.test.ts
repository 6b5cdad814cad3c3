import { describe, expect, test } from '@jest/globals';
import { scrubText } from '../../../../src/report/scrub/scrub-text.js';

function scrub(text: string): { text: string; reasons: string[] } {
  const reasons: string[] = [];
  return { text: scrubText(text, (reason) => reasons.push(reason)), reasons };
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ sub: '1', exp: 1 })}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;

describe('secrets in links', () => {
  test.each([
    ['pwd', 'https://x.example/j/1?pwd=S3CRET', 'https://x.example/j/1?pwd=[masked]'],
    [
      'among others',
      'https://x.example/j/1?a=1&token=S3CRET&b=2',
      'https://x.example/j/1?a=1&token=[masked]&b=2',
    ],
    ['in a fragment', 'https://x.example/#access_token=S3CRET', 'https://x.example/#access_token=[masked]'],
    ['in a route', 'https://x.example/#success?zak=S3CRET', 'https://x.example/#success?zak=[masked]'],
    ['in capitals', 'https://x.example/?PWD=S3CRET', 'https://x.example/?PWD=[masked]'],
    ['encoded name', 'https://x.example/?%70wd=S3CRET', 'https://x.example/?%70wd=[masked]'],
    [
      'escaped ampersand',
      'https://x.example/?a=1&amp;tk=S3CRET&amp;b=1',
      'https://x.example/?a=1&amp;tk=[masked]&amp;b=1',
    ],
    ['without a scheme', 'x.example/j/1?pwd=S3CRET', 'x.example/j/1?pwd=[masked]'],
    [
      'an address in an address',
      'https://x.example/?to=https://y.example/?pwd=S3CRET',
      'https://x.example/?to=https://y.example/?pwd=[masked]',
    ],
    [
      'an encoded address in an address',
      'https://x.example/?to=https%3A%2F%2Fy.example%3Fpwd%3DS3CRET%26a%3D1',
      'https://x.example/?to=https%3A%2F%2Fy.example%3Fpwd%3D[masked]%26a%3D1',
    ],
    [
      'twice encoded',
      'https://x.example/?to=y.example%253Fpwd%253DS3CRET%2526a',
      'https://x.example/?to=y.example%253Fpwd%253D[masked]%2526a',
    ],
    ['in a sentence', 'Join (https://x.example/j?pwd=S3CRET).', 'Join (https://x.example/j?pwd=[masked]).'],
    ['in HTML', '<a href="https://x.example/j?pwd=S3CRET">', '<a href="https://x.example/j?pwd=[masked]">'],
    ['passcode', 'https://x.example/?passcode=S3CRET', 'https://x.example/?passcode=[masked]'],
  ])('%s', (_name, text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, reasons: ['link_secret'] });
  });

  test('every part of a signed address of cloud storage', () => {
    const signed =
      'https://b.example/f.mp4?X-Amz-Date=20260101T000000Z&X-Amz-Credential=AKIA%2F2026&X-Amz-Security-Token=IQo%2F&X-Amz-Signature=0fab';
    expect(scrub(signed).text).toBe(
      'https://b.example/f.mp4?X-Amz-Date=20260101T000000Z&X-Amz-Credential=[masked]&X-Amz-Security-Token=[masked]&X-Amz-Signature=[masked]',
    );
    const policy = `https://d.example/f?Policy=${'eyJT'.repeat(8)}__&Signature=abc~def&Key-Pair-Id=APKA1`;
    expect(scrub(policy)).toEqual({
      text: 'https://d.example/f?Policy=[masked]&Signature=[masked]&Key-Pair-Id=[masked]',
      reasons: ['link_secret', 'link_secret', 'link_secret'],
    });
  });

  test('a masked one stays and does not count again', () => {
    const { text } = scrub('https://x.example/?pwd=S3CRET&tk=[masked]');
    expect(scrub(text)).toEqual({ text, reasons: [] });
  });

  test('a password before the host', () => {
    expect(scrub('see https://ann:S3CRET@x.example/p and ftp://:S3CRET@y.example')).toEqual({
      text: 'see https://ann:[masked]@x.example/p and ftp://:[masked]@y.example',
      reasons: ['link_credentials', 'link_credentials'],
    });
  });
});

describe('tokens', () => {
  test.each([
    ['bare', jwt, '[masked]'],
    ['in a path', `https://x.example/thumb/${jwt}/1.jpg`, 'https://x.example/thumb/[masked]/1.jpg'],
    ['in a parameter', `https://x.example/t?k=${jwt}&a=1`, 'https://x.example/t?k=[masked]&a=1'],
    ['in a sentence', `use ${jwt}, please`, 'use [masked], please'],
    ['without a signature', `${base64({ alg: 'none' })}.${base64({ a: 1 })}.`, '[masked]'],
    [
      'with spaces in its header',
      `${Buffer.from('{ "alg":"RS256"}').toString('base64url')}.eyJh.c2ln`,
      '[masked]',
    ],
  ])('a JWT: %s', (_name, text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, reasons: ['signed_token'] });
  });

  test.each([
    ['Authorization: Bearer S3CRETtokenOf2026', 'Authorization: Bearer [masked]'],
    ['"authorization": "Bearer short1"', '"authorization": "Bearer [masked]"'],
    ['curl -H "Bearer abcdefghijklmnop1234"', 'curl -H "Bearer [masked]"'],
    ['Basic YW5uOnNlY3JldA==', 'Basic [masked]'],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, reasons: ['authorization_header'] });
  });
});

describe('what opens a meeting', () => {
  test.each([
    ['Passcode: 123456', 'Passcode: [masked]'],
    [
      'Meeting ID: 852 1234 5678\nPasscode: 9a!Zq\n\n---',
      'Meeting ID: 852 1234 5678\nPasscode: [masked]\n\n---',
    ],
    ['Password: hunter', 'Password: [masked]'],
    ['Password:hunter2 (do not share)', 'Password:[masked] (do not share)'],
    ['Host Key: 299492.', 'Host Key: [masked].'],
    ['(Passcode: 123456)', '(Passcode: [masked])'],
    ['**Passcode:** 123456', '**Passcode:** [masked]'],
    ['Kenncode: 123456', 'Kenncode: [masked]'],
    ['Mot de passe : abc123', 'Mot de passe : [masked]'],
    ['パスコード： 123456', 'パスコード： [masked]'],
    ['密码：123456', '密码：[masked]'],
    ['Код доступа: 123456', 'Код доступа: [masked]'],
    ['the passcode is 482913, see you', 'the passcode is [masked], see you'],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, reasons: ['passcode'] });
  });

  test.each([
    ['+496938079883,,85212345678#,,,,*482913# Germany', '+496938079883,,85212345678#,,,,*[masked]# Germany'],
    ['+16465588656,,85212345678#,,#,482913# US', '+16465588656,,85212345678#,,#,[masked]# US'],
    ['85212345678.482913@crc.example', '85212345678.[masked]@crc.example'],
    ['192.0.2.37##85212345678#482913', '192.0.2.37##85212345678#[masked]'],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, reasons: ['dial_string'] });
  });
});

describe('what stays', () => {
  const ordinary = [
    '123456',
    'The room number is 482913.',
    'Meeting ID: 852 1234 5678',
    '+496938079883,,85212345678#',
    '6f1c2a7e-8a51-4c39-9a2e-0d8c7d1b7b11',
    'kQ7xW2zQbKuoKj48548Xg==',
    'https://x.example/j/85212345678?uname=Alex&lang=en#top',
    'https://x.example/search?q=token+of+thanks&page=2',
    'https://x.example/docs?policy=privacy',
    'https://x.example/a?tokens=3&designature=1&hash=9',
    'Please reset your password: it expires tomorrow.',
    'Forgot your password? Ask for a new one.',
    'The password policy: see page 4',
    'Passcode: none',
    'Passcode required: yes',
    'Password:',
    'She is the bearer of internationalization news',
    'Basic understanding of telecommunications',
    'basic authentication is off',
    'The authorization: pending with legal',
    'version 1.2.3, file a.b.c, www.example.com',
    'eyes.and.ears',
    'eyewitness.account.final',
    `${Buffer.from('{"kid":"1"}').toString('base64url')}.abc.def`,
    'ann@example.com: see https://x.example/~ann',
    'https://x.example:8443/p',
    'at 10:30 https://x.example/a:b@c',
    'Chapter #12, then #13',
    'C# is a language, 1234# is a number',
    `data:image/png;base64,${Buffer.alloc(20_000, 7).toString('base64')}`,
    'Agenda follows by mail.',
    '採用面接 2026-03-15T12:00:00Z',
    '=SUM(A1:A9) spreadsheet walk-through',
    "Alex Demo's Meeting; sig. Alex",
    'mail@example.com?subject=Hello&body=Token',
  ];

  test.each(ordinary)('%s', (text) => {
    expect(scrub(text)).toEqual({ text, reasons: [] });
  });
});

describe('the time it takes', () => {
  const size = 1_000_000;
  const of = (part: string) => part.repeat(Math.ceil(size / part.length));
  test.each([
    ['question marks', of('?')],
    ['parameters', of('?a=')],
    ['percent signs', of('%25')],
    ['encoded ends', of('?pwd=%2525252525')],
    ['one long value', `?pwd=${of('a')}`],
    ['ends of sentences', `?pwd=${of('.')}x`],
    ['schemes', of('a://')],
    ['a host without end', `https://${of('a:')}`],
    ['at signs', `://${of('@')}`],
    ['header starts', of('ey')],
    ['two parts', `eyJhbGciOiJIUzI1NiJ9.${of('e')}`],
    ['dots', of('eyJhbGciOiJIUzI1NiJ9.')],
    ['bearers', of('bearer ')],
    ['a long bearer', `Bearer ${of('a')}`],
    ['labels', of('Passcode: ')],
    ['labels without value', of('password ')],
    ['a label with dots', `Passcode: ${of('.')}`],
    ['a label with blanks', `Passcode:${of(' ')}`],
    ['quotes behind a label', `Passcode${of('"')}`],
    ['commas', `#${of(',')}`],
    ['digits', of('1')],
    ['hashes', of('##1')],
    ['brackets', of('passcode (')],
    ['letters', of('mot de pass')],
  ])('is linear for a megabyte of %s', (_name, text) => {
    const from = performance.now();
    scrub(text);
    expect(performance.now() - from).toBeLessThan(1_500);
  });
});
