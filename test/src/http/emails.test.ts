import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isEmail } from '../../../src/http/email.js';
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

describe('the API', () => {
  let api: Api;
  beforeAll(async () => (api = await startApi()));
  afterAll(() => api.close());

  test('takes every good one, and gives it back as it came', async () => {
    for (const email of good) {
      const response = await api.call('post', '/v1/access-requests').send({ email, media: false });
      expect([email, response.status]).toEqual([email, 202]);
      expect(bodyOf(response).email).toBe(email.normalize('NFC'));
    }
    expect(api.stored()).toBe(good.length);
  });

  test('refuses every bad one and stores nothing', async () => {
    const before = api.stored();
    for (const email of bad) {
      const response = await api.call('post', '/v1/access-requests').send({ email });
      expect([email, response.status]).toEqual([email, 400]);
    }
    expect(api.stored()).toBe(before);
  });
});
