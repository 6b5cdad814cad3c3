import { expect, test } from '@jest/globals';
import { mayBeOf } from '../../../scripts/chaos/covered-calls.js';
import type { Step } from '../../../src/model/step.js';

const step = (sourceId: string, kind: Step['kind'], parameters: unknown) =>
  ({ requestId: 'one', sourceId, kind, position: 0, parameters }) as Step;
const window = { from: '2026-01-01', to: '2026-01-31' };
const history = (query: string) => `/v2/report/users/u1/meetings?${query}`;

test.each<[string, Step, string, boolean]>([
  ['the lookup', step('*', 'lookup', {}), '/v2/users/a%40example.com', true],
  ['the report makes no call', step('*', 'report', {}), '/v2/users/a%40example.com', false],
  [
    'its window',
    step('meeting-history', 'list', { query: 1, window }),
    history('type=past&from=2026-01-01&to=2026-01-31'),
    true,
  ],
  [
    'a part of its window',
    step('meeting-history', 'list', { query: 1, window }),
    history('type=past&from=2026-01-15&to=2026-01-31'),
    true,
  ],
  [
    'another window',
    step('meeting-history', 'list', { query: 1, window }),
    history('type=past&from=2025-12-01&to=2026-01-01'),
    false,
  ],
  [
    'another query',
    step('meeting-history', 'list', { query: 0, window }),
    history('type=past&from=2026-01-01&to=2026-01-31'),
    false,
  ],
  ['its file', step('recordings', 'file', {}), 'download m1', true],
  ['its file at the media origin', step('recordings', 'file', {}), '/media/m1', true],
  ['another file', step('recordings', 'file', {}), '/media/m2', false],
  ['what is read again for a file', step('recordings', 'file', {}), '/v2/meetings/uuid/recordings', true],
  ['its detail', step('phone-voicemails', 'detail', { identity: 'v1' }), '/v2/phone/voice_mails/v1', true],
  [
    'its detail whose id stands within the path',
    step('recordings', 'detail', { identity: '/a==' }),
    '/v2/meetings/%252Fa%3D%3D/recordings',
    true,
  ],
  [
    'another detail whose id stands within the path',
    step('recordings', 'detail', { identity: 'recordings' }),
    '/v2/meetings/b%3D%3D/recordings',
    false,
  ],
  [
    'another detail',
    step('phone-voicemails', 'detail', { identity: 'v1' }),
    '/v2/phone/voice_mails/v2',
    false,
  ],
])('a call may be of a step when it is %s', (_name, running, call, isPart) => {
  expect(mayBeOf(running, call, (mediaId) => mediaId === 'm1')).toBe(isPart);
});
