import { afterEach, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { testConnection } from '../../src/connections/test-connection.js';
import { fastZoom } from '../support/fast-zoom.js';
import { startInstallation, type Installation } from '../support/start-service.js';

/** Webinars as a source that nobody is expected to grant; everything else of the core stays. */
const connector = {
  ...fastZoom,
  sources: fastZoom.sources.map((source) =>
    source.id === 'webinars' ? { ...source, groups: ['webinars'] } : source,
  ),
};
const scopes = ['user:read:user:admin', 'user:read:list_users:admin', 'user:read:settings:admin'];

let installation: Installation;
afterEach(() => installation.close());
const start = async (more: string[] = []) => {
  installation = await startInstallation({
    simulator: { scopes: [...scopes, ...more] },
    service: { connector },
  });
};

test('what is granted is asked, what nobody granted or named is told as not asked and is no gap', async () => {
  await start();
  const report = await installation.report(demoEmail);
  const { manifest } = report;
  expect(report.source('webinars')).toMatchObject({
    outcome: 'not_requested',
    reason: 'scope_missing',
    calls: 0,
  });
  expect(report.source('meetings').outcome).toBe('scope_missing');
  expect(manifest.completeness.gaps).not.toContain('webinars');
  expect(manifest.completeness.not_covered).toContainEqual({
    ...{ kind: 'not_asked', id: 'webinars', title: report.source('webinars').title },
    why: expect.stringContaining('has not been given the permission'),
  });
  expect(report.text('pages/completeness.html')).toContain('Not asked: permission missing');
});

test('named, its lack is a gap; granted, it is asked without being named', async () => {
  await start();
  const named = await installation.ask(demoEmail, { sources: ['user', 'webinars'] });
  expect(named.status).toBe('completed_with_gaps');
  expect(named.outcomes).toContainEqual(
    expect.objectContaining({ id: 'webinars', outcome: 'scope_missing' }),
  );
  await installation.close();
  await start(['webinar:read:list_webinars:admin']);
  expect((await installation.report(demoEmail)).source('webinars').outcome).toBe('complete');
});

test('the test of the connection tells it apart from what is missing, with the scope to grant', async () => {
  await start();
  const { sources, status } = await testConnection(await installation.service.connections.open('default'));
  const [webinars, meetings] = ['webinars', 'meetings'].map((id) => sources.find((one) => one.id === id));
  expect(webinars).toMatchObject({
    verdict: 'not_granted',
    nextStep: expect.stringContaining('webinar:read:list_webinars'),
  });
  expect(meetings?.verdict).toBe('scope_missing');
  expect(status).toBe('degraded');
});
