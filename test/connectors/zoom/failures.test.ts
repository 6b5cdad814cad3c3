import { describe, expect, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import { interpret, type Asked, type Meaning } from '../../../src/upstream/interpret.js';

const scopes = {
  granular: ['cloud_recording:read:list_user_recordings:admin'],
  classic: ['recording:read:admin'],
};
const mainCall: Asked = {
  ...{ endpoint: '/users/{subject}/meetings', scopes, rateLimit: { family: 'main', label: 'medium' } },
};
const phoneCall: Asked = {
  ...{ endpoint: '/phone/users/{subject}/call_history', scopes },
  rateLimit: { family: 'phone', label: 'medium' },
};
const singlePhone: Asked = { ...phoneCall, endpoint: '/phone/voice_mails/{id}' };
const oneClip: Asked = { ...mainCall, endpoint: '/clips/{clipId}' };
const mediaFile: Asked = { endpoint: '/users/{subject}/recordings files', scopes };

/** What Zoom's answer to a call means. */
function meaningOf(
  asked: Asked,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Meaning {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return interpret(zoom, asked, { status, headers }, text);
}

/** A judgement in few words: what is done, then outcome or reason. */
function inWords(meaning: Meaning): string {
  if (!('judgement' in meaning)) return 'body';
  const { judgement } = meaning;
  if (judgement.do === 'stop') return `${judgement.outcome}: ${judgement.reason}`;
  return judgement.do === 'retry' ? `retry: ${judgement.reason}` : judgement.do;
}

type Row = [what: string, status: number, code: number | undefined, message: string, expected: string];

/** Numbers the table does not know: only the status tells what they mean. */
const unknown = [20001, 404];

/** Rows of FACTS.md 3.1 and 12 for one family; each is also hidden in a 200 where its number tells enough. */
function check(asked: Asked, rows: Row[]): void {
  test.each(rows)('%s (%d/%d) %j: %s', (_what, status, code, message, expected) => {
    expect(inWords(meaningOf(asked, status, { code, message }))).toBe(expected);
  });
  const hidden = rows.filter(([, , code]) => code !== undefined && !unknown.includes(code));
  if (hidden.length === 0) return;
  test.each(hidden)(
    '%s hidden in a success (was %d/%d) %j: %s',
    (_what, _status, code, message, expected) => {
      const wanted = { ...asked, expect: () => false };
      expect(inWords(meaningOf(wanted, 200, { code, message }))).toBe(expected);
    },
  );
}

const scopeText = 'Invalid access token, does not contain scopes:[a:read, a:read:admin].';
const pageTokenText = 'The next page token is invalid or expired.';

describe('meetings, webinars, recordings, reports and users', () => {
  check(mainCall, [
    ['124, a dead token', 401, 124, 'Invalid access token.', 'renew-token'],
    ['124, an expired token', 401, 124, 'Access token is expired.', 'renew-token'],
    ['124 of the users’ document', 400, 124, 'Access token is expired. Invalid access token', 'renew-token'],
    ['124 of the recordings', 401, 124, 'Requires an access token', 'renew-token'],
    ['200, no permission', 400, 200, 'No permission', 'not_permitted: not_permitted'],
    ['200, no permission', 403, 200, 'No permission', 'not_permitted: not_permitted'],
    ['200, no permission under 401', 401, 200, 'No permission.', 'not_permitted: not_permitted'],
    ['200, a free account', 400, 200, 'Only available for Paid account', 'not_licensed: not_licensed'],
    [
      '200, a free account under 401',
      401,
      200,
      'Only available for Paid account: abc',
      'not_licensed: not_licensed',
    ],
    [
      '200, a free account’s report',
      400,
      200,
      'This is only available for paid account: abc',
      'not_licensed: not_licensed',
    ],
    [
      '200, no webinar plan',
      400,
      200,
      'Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user in order to perform this action.',
      'not_licensed: not_licensed',
    ],
    ['200, not for this account', 400, 200, 'Not available for this account', 'not_licensed: not_licensed'],
    ['300, an old page token', 400, 300, pageTokenText, 'restart-window'],
    [
      '300, an old page token in other words',
      400,
      300,
      'The next page token is either invalid or has expired',
      'restart-window',
    ],
    ['300, a validation', 400, 300, 'Validation Failed.', 'failed: request_refused'],
    ['300, the dates', 400, 300, 'The from date must be within the last 6 months.', 'split-window'],
    ['300, the span', 400, 300, 'The date range must not be more than one month.', 'split-window'],
    [
      '300, a page size out of its range',
      400,
      300,
      'The page size must be in the range 1 - 300.',
      'failed: request_refused',
    ],
    [
      '300, something that is not allowed',
      400,
      300,
      'This user is not allowed to use this feature.',
      'failed: request_refused',
    ],
    ['300, a wrong id', 404, 300, 'Invalid webinar ID', 'failed: request_refused'],
    ['1001, unknown user', 404, 1001, 'User does not exist: abc', 'withheld: subject_refused'],
    [
      '1001, not in this account',
      404,
      1001,
      'User abc does not exist, or does not belong to this account',
      'withheld: subject_refused',
    ],
    ['1010, another account', 400, 1010, 'User not found on this account: abc', 'withheld: subject_refused'],
    ['1010, another account', 401, 1010, 'User does not belong to this account', 'withheld: subject_refused'],
    ['1010, another account', 404, 1010, 'User does not belong to this account', 'withheld: subject_refused'],
    [
      '1120, an invitation',
      400,
      1120,
      'A valid invitation to join the Zoom account was not found for this user.',
      'withheld: subject_refused',
    ],
    ['2024, PAC', 400, 2024, 'PAC is not enabled', 'accept-as-empty'],
    ['2300, not recognised', 400, 2300, 'This API endpoint is not recognized', 'failed: request_refused'],
    ['2305, summaries', 403, 2305, 'Restricted by the account', 'withheld: not_permitted'],
    [
      '2306, scheduled for others',
      403,
      2306,
      'Not allowed to view meetings scheduled for others. To use this feature, enable the setting.',
      'not_permitted: not_permitted',
    ],
    ['3001, no such meeting', 404, 3001, 'Meeting does not exist: 1', 'accept-as-empty'],
    [
      '3161, no hosting',
      400,
      3161,
      'Meeting hosting and scheduling capabilities are not allowed for your user account',
      'not_licensed: not_licensed',
    ],
    ['3301, no recording', 404, 3301, 'There is no recording for this meeting', 'accept-as-empty'],
    ['3322, no transcript', 404, 3322, 'This meeting transcript does not exist', 'accept-as-empty'],
    ['12702, a year ago', 400, 12702, 'Can not access meeting a year ago', 'out_of_reach: beyond_look_back'],
    ['12703, a group', 403, 12703, 'No permission for the group: x', 'not_permitted: not_permitted'],
    ['4711, missing scope', 400, 4711, scopeText, 'scope_missing: scope_missing'],
    ['4711 with other words', 400, 4711, 'Invalid scopes', 'scope_missing: scope_missing'],
    ['4711 under 401', 401, 4711, scopeText, 'scope_missing: scope_missing'],
    ['4700, missing scope', 400, 4700, scopeText, 'scope_missing: scope_missing'],
    ['4700, missing scope under 401', 401, 4700, scopeText, 'scope_missing: scope_missing'],
    ['4700, no token', 401, 4700, 'Invalid access token.', 'renew-token'],
    ['4700, no token under 400', 400, 4700, 'Token cannot be empty', 'renew-token'],
    ['104, missing scope', 400, 104, 'whatever', 'scope_missing: scope_missing'],
    ['124 with the words of a missing scope', 401, 124, scopeText, 'scope_missing: scope_missing'],
    ['4717, a disabled app', 400, 4717, 'The app has been disabled', 'failed: credentials_refused'],
    ['4717, a disabled app', 401, 4717, 'The app has been disabled', 'failed: credentials_refused'],
    ['4735, no owner', 401, 4735, 'The owner of the token does not exist', 'failed: credentials_refused'],
    [
      '4738, disabled by an admin',
      401,
      4738,
      'This app has been disabled by an admin',
      'failed: credentials_refused',
    ],
    ['4737, an unknown token', 401, 4737, 'Token unknown', 'renew-token'],
    ['4741, revoked by a later consent', 401, 4741, 'Token revoked', 'renew-token'],
  ]);
});

describe('Zoom Phone', () => {
  const unlicensed = 'not_licensed: not_licensed';
  check(phoneCall, [
    ['124, no such account', 401, 124, 'Account does not exist: abc', unlicensed],
    [
      '124, another site',
      400,
      124,
      'You do not have permission, because the current site `x` does not belong to the target sites.',
      'not_permitted: not_permitted',
    ],
    ['124, an expired token', 401, 124, 'Access token has expired', 'renew-token'],
    ['300, no such user', 400, 300, 'Invalid user id.', unlicensed],
    ['300, no such user of the call history', 404, 300, 'User does not exist: abc', unlicensed],
    ['300, a validation', 400, 300, 'Validation Failed', 'failed: request_refused'],
    ['300, no such voicemail', 400, 300, 'Voice mail does not exist: abc', 'failed: not_found'],
    ['301, a date', 400, 301, 'Invalid request param: from', 'split-window'],
    ['301, a parameter', 400, 301, 'Invalid request param: page_size', 'failed: request_refused'],
    ['400, an old page token', 400, 400, pageTokenText, 'restart-window'],
    [
      '400, an old page token and more',
      400,
      400,
      'The next page token is invalid or expired. Please enter at least 2 valid characters',
      'restart-window',
    ],
    ['1001, no such user', 404, 1001, 'User does not exist: abc', unlicensed],
    ['2001, no such account', 404, 2001, 'Account does not exist', unlicensed],
    ['2001, no such account', 400, 2001, 'Account does not exist', unlicensed],
    ['2031, no phone', 403, 2031, 'Zoom Phone has not been enabled for this account.', unlicensed],
    ['3001, which is not empty', 404, 3001, 'Error retrieving call logs', 'retry: vendor_error'],
    ['12000, no transcription', 400, 12000, 'Unable to transcribe this recording', 'accept-without-file'],
    [
      '12001, transcription disabled',
      400,
      12001,
      'Admin has disabled this transcription',
      'accept-without-file',
    ],
    [
      '12002, still transcribed',
      400,
      12002,
      'This recording is still in the process of being transcribed.',
      'retry: not_finished',
    ],
    ['12003, failed download', 400, 12003, 'Transcripts failed to download', 'retry: vendor_error'],
    ['4711, missing scope', 400, 4711, scopeText, 'scope_missing: scope_missing'],
    ['4700, missing scope', 400, 4700, scopeText, 'scope_missing: scope_missing'],
  ]);

  test('the numbers of Phone do not speak for the rest of Zoom', () => {
    const rest = [2001, 2031].map((code) => inWords(meaningOf(mainCall, 404, { code, message: 'x' })));
    expect(rest).toEqual(['failed: not_found', 'failed: not_found']);
  });
});

describe('single things of Zoom Phone', () => {
  check({ ...phoneCall, endpoint: '/phone/users/{subject}' }, [
    ['404, no site', 404, 404, 'Site does not exist', 'failed: not_found'],
  ]);
  check({ ...phoneCall, endpoint: '/phone/users/{subject}/recordings files' }, [
    ['404, no file', 400, 404, 'File does not exist', 'failed: file_missing'],
  ]);
});

describe('media files of recordings', () => {
  check(mediaFile, [
    ['10002, not ready', 404, 10002, 'clip not found or not ready', 'retry: not_finished'],
    ['50002, not ready', 400, 50002, 'clip mp4 is not ready', 'retry: not_finished'],
    ['20001, not permitted', 403, 20001, 'permission validate failed', 'not_permitted: not_permitted'],
    ['124', 401, 124, 'Invalid access token.', 'renew-token'],
  ]);

  test.each([401, 403, 404, 410, 503])('a storage host’s XML with status %d is not Zoom’s word', (status) => {
    const xml = '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>';
    expect(meaningOf(mediaFile, status, xml)).toMatchObject({ stranger: { status, what: 'XML' } });
  });
});

describe('rate limits', () => {
  const perSecond = 'You have reached the maximum per-second rate limit for this API. Try again later.';
  const perDay =
    'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';
  const perUser =
    'You have exceeded the daily rate limit of (100) for meeting create/update requests. You may resume these requests at GMT 00:00:00.';
  const daily = { 'x-ratelimit-type': 'Daily-limit', 'x-ratelimit-category': 'Heavy' };
  const qps = { 'x-ratelimit-type': 'QPS', 'x-ratelimit-category': 'Light' };

  test.each<[string, number, unknown, Record<string, string>, string]>([
    ['per second', 429, { code: 429, message: perSecond }, {}, 'wait'],
    ['per second, with headers', 429, { code: 429, message: perSecond }, qps, 'wait'],
    ['per day, by its words', 429, { code: 429, message: perDay }, {}, 'pause'],
    ['per day, by its header', 429, { code: 429, message: 'Too many' }, daily, 'pause'],
    ['per day, by both', 429, { code: 429, message: perDay }, daily, 'pause'],
    ['per day, by its header, body empty', 429, '', daily, 'pause'],
    ['per day, header in capitals', 429, '', { 'x-ratelimit-type': 'DAILY-LIMIT' }, 'pause'],
    ['per user and day, without headers', 429, { code: 429, message: perUser }, {}, 'pause'],
    ['until midnight, in other words', 429, { code: 429, message: 'Resume at GMT 00:00:00' }, {}, 'pause'],
    ['on one resource', 429, { code: 429, message: 'Too many concurrent requests.' }, {}, 'wait'],
    ['4001 of the past instances', 429, { code: 4001, message: 'Too many requests' }, {}, 'wait'],
    ['4001 per day', 429, { code: 4001, message: perDay }, {}, 'pause'],
    ['without a body, by its header', 429, '', qps, 'wait'],
    ['per second, hidden in a success', 200, { code: 429, message: perSecond }, {}, 'wait'],
    ['per day, hidden in a success', 200, { code: 429, message: perDay }, {}, 'pause'],
    ['per day, under 400', 400, { code: 429, message: perDay }, {}, 'pause'],
  ])('%s (%d): %s', (_, status, body, headers, expected) => {
    for (const asked of [mainCall, phoneCall, mediaFile])
      expect(inWords(meaningOf({ ...asked, expect: () => false }, status, body, headers))).toBe(expected);
  });
});

describe('whatever the body says', () => {
  const bodies: unknown[] = [
    { code: 300, message: 'Validation Failed' },
    { code: 1001, message: 'User does not exist' },
    { code: 4711, message: scopeText },
    { code: 3001, message: 'Meeting does not exist' },
    { code: 124, message: 'Invalid access token' },
    '<html>Bad gateway</html>',
    '',
  ];

  test.each([500, 502, 503, 504, 520, 599])('status %d is tried again', (status) => {
    for (const body of bodies)
      for (const asked of [mainCall, phoneCall, mediaFile])
        expect(inWords(meaningOf(asked, status, body))).toMatch(/^retry: vendor_(error|unreachable)$/);
  });
});

describe('only Zoom’s own form is Zoom’s judgement', () => {
  const strangers: [what: string, body: unknown][] = [
    ['an HTML page', '<!DOCTYPE html><html><body>Blocked. Incident 4711-200, code 1001</body></html>'],
    [
      'an HTML page',
      '<html><script>var x = {"code":4711,"message":"does not contain scopes:[a:b]"}</script></html>',
    ],
    ['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code><code>1001</code></Error>'],
    ['an empty body', ''],
    ['a text that is not JSON', 'User does not exist: blocked by policy'],
    ['JSON without the vendor’s error number', { message: 'Forbidden' }],
    ['JSON without the vendor’s error number', { message: 'Missing Authentication Token' }],
    ['JSON without the vendor’s error number', { error: { code: 404, message: 'User does not exist' } }],
    ['JSON without the vendor’s error number', { error: 'invalid_token', error_description: 'x' }],
    [
      'JSON without the vendor’s error number',
      { status: 'login required', location: 'https://portal.example' },
    ],
    [
      'JSON without the vendor’s error number',
      { code: 'ACCESS_DENIED', message: 'does not contain scopes:[a:b]' },
    ],
    ['JSON without the vendor’s error number', { code: 1001.5, message: 'x' }],
    ['JSON without the vendor’s error number', { code: null, message: 'User does not exist' }],
    ['JSON that is no object', [{ code: 1001, message: 'User does not exist' }]],
    ['JSON that is no object', '"Forbidden"'],
    [
      'JSON with the error number 403, which the vendor does not use there',
      { code: 403, message: 'Forbidden' },
    ],
    ['JSON with the error number 401, which the vendor does not use there', { code: '401', message: 'x' }],
    ['JSON with the error number -1, which the vendor does not use there', { code: -1, message: 'x' }],
    [
      'JSON with the error number 987654, which the vendor does not use there',
      { code: 987_654, message: 'x' },
    ],
  ];

  test.each(strangers)('%s is asked again, whatever the status: %j', (what, body) => {
    for (const status of [400, 401, 403, 404, 405, 407, 410, 429, 451, 500, 502, 503, 511])
      for (const asked of [mainCall, phoneCall, mediaFile]) {
        const meaning = meaningOf(asked, status, body);
        expect(inWords(meaning)).toBe('retry: vendor_unreachable');
        expect(meaning).toMatchObject({ stranger: { status, what } });
      }
  });

  test.each([301, 302, 303, 307, 308])(
    'a redirect (%d) of the network is not followed and no judgement',
    (status) => {
      expect(meaningOf(mainCall, status, '', { location: 'https://portal.example/login' })).toMatchObject({
        stranger: { status, what: 'a redirect to another address' },
      });
    },
  );

  test('404 as a number is one of single things of Zoom Phone, and of nothing else', () => {
    const gateway = { code: 404, message: 'Not Found' };
    for (const asked of [mainCall, phoneCall, mediaFile, { ...mainCall, endpoint: '/users' }])
      expect(inWords(meaningOf(asked, 404, gateway))).toBe('retry: vendor_unreachable');
  });

  test('the numbers in Zoom’s documents are all known', () => {
    for (const { code = [], family, endpoint } of zoom.failures)
      for (const one of code) {
        const asked = family === 'phone' ? [phoneCall, singlePhone] : endpoint ? [oneClip] : undefined;
        const places = asked ?? [mainCall, phoneCall, singlePhone, mediaFile];
        const isKnown = places.some(
          (place) => !('stranger' in meaningOf(place, 400, { code: one, message: '' })),
        );
        expect([one, isKnown]).toEqual([one, true]);
      }
  });
});

describe('a scope that the token holds', () => {
  const granted = [...scopes.granular, 'user:read:user:admin'];
  const text = `Invalid access token, does not contain scopes:[${scopes.granular.join()}].`;
  const remedyOf = (asked: Asked, body: unknown) => {
    const meaning = meaningOf(asked, 400, body);
    return 'judgement' in meaning && meaning.judgement.do === 'stop' ? meaning.judgement : undefined;
  };

  test.each([4711, 4700, 104])('is not to be granted again (%d)', (code) => {
    const refused = remedyOf({ ...mainCall, granted }, { code, message: text });
    expect(refused).toMatchObject({ outcome: 'scope_missing', reason: 'scope_missing' });
    expect(refused?.remedy).toContain(`already holds ${scopes.granular[0]}`);
    expect(refused?.remedy).not.toMatch(/grant/i);
  });

  test('counts for nothing where Zoom asks for another one: that one is named', () => {
    const message = 'Invalid access token, does not contain scopes:[new:read:thing, new:read:thing:admin].';
    const refused = remedyOf({ ...mainCall, granted }, { code: 4711, message });
    expect(refused).toMatchObject({ outcome: 'scope_missing' });
    expect(refused?.remedy).toContain('new:read:thing, new:read:thing:admin');
    expect(refused?.remedy).not.toContain(scopes.classic[0]);
  });

  test('is unknown where the token does not tell its scopes, or has others', () => {
    for (const held of [undefined, ['user:read:user:admin']])
      expect(remedyOf({ ...mainCall, granted: held }, { code: 4711, message: text })).toMatchObject({
        outcome: 'scope_missing',
        remedy: expect.stringContaining(scopes.granular[0] ?? ''),
      });
  });

  test('words in its place reach no remedy', () => {
    const message = 'does not contain scopes:[<script>, jane@example.com, ok:read:it]';
    const { remedy = '' } = remedyOf({ ...mainCall, granted }, { code: 4711, message }) ?? {};
    expect(remedy).toContain('ok:read:it');
    expect(remedy).not.toMatch(/script|jane/);
  });

  test('its remedy names a new consent only where there was one', () => {
    expect(zoom.scopeRemedy(scopes, 'account')).not.toMatch(/consent|connect the account|authorize it/i);
    expect(zoom.scopeRemedy(scopes, 'consent')).toMatch(/consent/);
  });
});

describe('a missing scope', () => {
  const broken =
    '{"code":104,"message":"Invalid access token, does not contain scopes:["cloud_recording:read:list_user_recordings","x"]"}';

  test('is read in the older body that is not valid JSON', () => {
    expect(inWords(meaningOf(mainCall, 400, broken))).toBe('scope_missing: scope_missing');
    expect(inWords(meaningOf(phoneCall, 401, broken))).toBe('scope_missing: scope_missing');
    expect(meaningOf(mainCall, 400, broken)).toMatchObject({ code: 104 });
  });

  test('is read in that body also under a success', () => {
    expect(inWords(meaningOf(mainCall, 200, broken))).toBe('scope_missing: scope_missing');
  });

  test('tells the granular and the classic scope to grant', () => {
    const meaning = meaningOf(mainCall, 400, { code: 4711, message: scopeText });
    const remedy = 'judgement' in meaning && meaning.judgement.do === 'stop' ? meaning.judgement.remedy : '';
    for (const scope of [...scopes.granular, ...scopes.classic]) expect(remedy).toContain(scope);
  });
});

describe('a broken page of settings', () => {
  test('that breaks off after a dial-in number’s country code is asked again', () => {
    const cut = '{"audio_conferencing":{"toll_call":{"numbers":[{"code":"86","country_code":"CN","country_na';
    expect(() => meaningOf(mainCall, 200, cut)).toThrow(expect.objectContaining({ reason: 'broken_answer' }));
  });
});

describe('the table', () => {
  test('gives every final refusal a remedy, except where the scopes make it', () => {
    for (const { then } of zoom.failures)
      if (then.do === 'stop' && then.outcome !== 'scope_missing') expect(then.remedy).toMatch(/\.$/);
  });

  test('uses no pattern that remembers where it was', () => {
    const patterns = zoom.failures.flatMap(({ message, endpoint, header }) => [
      message,
      endpoint,
      header?.value,
    ]);
    for (const pattern of patterns) expect(pattern?.flags ?? '').not.toMatch(/[gy]/);
  });
});
