import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explainEmail, isEmail } from '../../../src/api/email.js';
import { bodyOf, startApi, type Api } from '../../support/start-api.js';

const good = [
  'person@example.com',
  'Person.Name@Example.COM',
  'person+tag@example.com',
  'person+a+b=c@example.com',
  "o'brien@example.com",
  '"quoted person"@example.com',
  '"with @ sign"@example.com',
  '"with \\" quote"@example.com',
  '"<script>"@example.com',
  '"."@example.com',
  '!#$%&*/=?^_`{|}~-@example.com',
  'a@b.co',
  'a.b.c.d@sub.sub.example.com',
  'person@xn--mnchen-3ya.de',
  'person@münchen.de',
  'jürgen@example.com',
  '用户@例子.公司',
  'пользователь@пример.рф',
  'e\u0301@example.com',
  'person@1.example.com',
  'person@a--b.example',
  `${'x'.repeat(64)}@example.com`,
];

const bad = [
  '',
  ' ',
  'person',
  'person@',
  '@example.com',
  'person@example',
  'person@localhost',
  'person@@example.com',
  'per son@example.com',
  'person@exam ple.com',
  ' person@example.com',
  'person@example.com ',
  'person@example.com\n',
  '\tperson@example.com',
  '.person@example.com',
  'person.@example.com',
  'per..son@example.com',
  'person@.example.com',
  'person@example..com',
  'person@example.com.',
  'person@-example.com',
  'person@example-.com',
  'person@[127.0.0.1]',
  'person@exa_mple.com',
  'person,other@example.com',
  'person@example.com,other@example.com',
  'person@example.com;other@example.com',
  'Person <person@example.com>',
  '<person@example.com>',
  'mailto:person@example.com',
  '"unclosed@example.com',
  'un"quoted"@example.com',
  '""@example.com',
  '"a"b@example.com',
  'person\u0000@example.com',
  'person\u0007@example.com',
  '"per\u0000son"@example.com',
  '"per\nson"@example.com',
  '"per\\\u0000son"@example.com',
  'person\u0085@example.com',
  'person\u2028@example.com',
  'person@example\u2028.com',
  'person\ud800@example.com',
  'person@example.com/../users',
  'person@example.com?x=1',
  'person@example.com#x',
  'person@example.com%00',
  'person\\@example.com',
  `${'x'.repeat(65)}@example.com`,
  `person@${'x'.repeat(250)}.com`,
];

describe('e-mail addresses', () => {
  test.each(good)('%j is one', (email) => expect(isEmail(email)).toBe(true));
  test.each(bad)('%j is none', (email) => expect(isEmail(email)).toBe(false));

  test.each(['"per\u2028son"@example.com', '"per\u2029son"@example.com'])(
    'a line separator in quotes is no part of one (%j)',
    (email) => expect(isEmail(email)).toBe(false),
  );

  test('are judged quickly, however they are built', () => {
    const start = performance.now();
    for (const unit of ['a', 'a.', '"\\', 'a-', '@', 'ä', '"a"', '.'])
      for (const text of [
        unit.repeat(254),
        `${unit.repeat(100)}@${unit.repeat(100)}`,
        `"${unit.repeat(60)}"@${'a.'.repeat(95)}`,
        `a@${'a-'.repeat(125)}`,
      ])
        isEmail(text.slice(0, 254));
    isEmail('x'.repeat(10_000_000));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('an address with something that nobody sees', () => {
  const signs: [string, string][] = [
    ...(['200B', '200C', '200D', '200E', '200F', '00AD', '034F', '2060', '2064', 'FEFF', '202A'] as const),
    ...(['202E', '2066', '2069', '180E', '061C', '115F', '3164', 'FFA0', 'FE0F', 'E0020', '17B4'] as const),
  ].map((code) => [code, String.fromCodePoint(Number.parseInt(code, 16))]);

  test.each(signs)('U+%s is refused with its name and its place, wherever it stands', (code, sign) => {
    for (const [text, place, picture] of [
      [`person${sign}@example.com`, 7, `xxxxxx[U+${code}]@xxxxxxx.xxx`],
      [`${sign}person@example.com`, 1, `[U+${code}]xxxxxx@xxxxxxx.xxx`],
      [`person@example.com${sign}`, 19, `xxxxxx@xxxxxxx.xxx[U+${code}]`],
      [`"per${sign}son"@example.com`, 5, `xxxx[U+${code}]xxxx@xxxxxxx.xxx`],
    ] as const) {
      const why = explainEmail(text);
      expect(why).toContain(`invisible characters: U+${code}`);
      expect(why).toContain(`is character ${place} of`);
      expect(why).toContain(picture);
      expect(why).not.toContain('person');
    }
  });

  test.each<[string, string]>([
    [' person@example.com', 'U+0020 (blank) is character 1 of 19'],
    ['person@example.com ', 'U+0020 (blank) is character 19 of 19'],
    ['per son@example.com', 'U+0020 (blank) is character 4 of 19'],
    ['person@example.com\n', 'U+000A (line end)'],
    ['\tperson@example.com', 'U+0009 (tab)'],
    ['person\u00a0@example.com', 'U+00A0 (no-break space)'],
    ['person\u3000@example.com', 'U+3000 (ideographic space)'],
    ['person\u2800@example.com', 'U+2800'],
    ['"per\u00a0son"@example.com', 'U+00A0 (no-break space)'],
  ])('a blank in %j is refused as one', (text, sentence) => {
    expect(explainEmail(text)).toContain(`must not hold blanks: ${sentence}`);
  });

  test('several are all shown', () => {
    const why = explainEmail('\u200bper\u200bson@example.com\u200b');
    expect(why).toContain('here: [U+200B]xxx[U+200B]xxx@xxxxxxx.xxx[U+200B]');
    expect(why).toContain('Remove all 3');
  });

  test.each(['Person<person@example.com>', '<person@example.com>'])('a name around it (%s)', (text) => {
    expect(explainEmail(text)).toContain('must be the address alone, without a name');
  });

  test.each(['Person <person@example.com>', '"Jo Doe" <person@example.com>'])(
    'a name and a blank (%s)',
    (text) => {
      expect(explainEmail(text)).toContain('must be the address alone, without a name');
    },
  );
});

describe('the API', () => {
  let api: Api;
  beforeAll(async () => (api = await startApi()));
  afterAll(() => api.close());

  test('takes every good one, and gives it back as it came', async () => {
    for (const email of good) {
      const response = await api.call('post', '/v1/access-requests').send({ email, media: false });
      expect([email, response.status]).toEqual([email, 202]);
      expect(bodyOf(response).email).toBe(email);
    }
    expect(await api.stored()).toBe(good.length);
  });

  test('refuses every bad one and stores nothing', async () => {
    const before = await api.stored();
    for (const email of bad) {
      const response = await api.call('post', '/v1/access-requests').send({ email });
      expect([email, response.status]).toEqual([email, 400]);
    }
    expect(await api.stored()).toBe(before);
  });

  test('says which character nobody sees, without repeating the address', async () => {
    const sent = { email: 'jo.doe\u200b@example.com' };
    const response = await api.call('post', '/v1/access-requests').send(sent);
    expect(response.status).toBe(400);
    expect(JSON.stringify(response.body)).toContain('U+200B (zero width space) is character 7 of 19');
    expect(JSON.stringify(response.body)).not.toContain('jo.doe');
  });
});
