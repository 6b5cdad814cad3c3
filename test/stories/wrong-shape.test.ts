import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { demoEmail, type JsonValue } from '../../simulators/zoom/index.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
beforeEach(async () => {
  installation = await startInstallation();
});
afterEach(() => installation.close());

const play = (operation: string, times: number, body: JsonValue) =>
  installation.simulator.faults.add({ operation, times, respond: { transform: () => body } });

test.each<[string, JsonValue]>([
  ['an empty object', {}],
  ['an object of another kind', { data: { id: 'x' } }],
])('%s instead of a profile or a voicemail is asked again', async (_name, body) => {
  play('/phone/users/{userId}', 2, body);
  play('/phone/voice_mails/{voicemailId}', 2, body);
  const report = await installation.report(demoEmail, { sources: ['phone-profile', 'phone-voicemails'] });
  for (const source of ['phone-profile', 'phone-voicemails'])
    expect([report.source(source).outcome, report.source(source).unrecognised]).toEqual(['complete', 0]);
  expect(report.records('phone-profile')).toEqual([
    expect.objectContaining({ id: expect.any(String) as unknown }),
  ]);
  expect(report.records('phone-voicemails').every((record) => 'transcription' in record)).toBe(true);
});

test('where nothing else comes, it is a gap', async () => {
  play('/phone/users/{userId}', Infinity, {});
  play('/phone/voice_mails/{voicemailId}', Infinity, {});
  const report = await installation.report(demoEmail, {
    sources: ['phone-profile', 'phone-voicemails'],
    media: false,
  });
  expect(report.source('phone-profile')).toMatchObject({ outcome: 'failed', reason: 'broken_answer' });
  expect(report.source('phone-voicemails')).toMatchObject({ outcome: 'partial', reason: 'broken_answer' });
});
