import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zoom } from '../../connectors/zoom/index.js';
import { sourcesMeant } from '../../src/contract/index.js';
import { demoEmail, demoWorld } from '../../simulators/zoom/index.js';
import { farZoom } from '../support/fast-zoom.js';
import { startInstallation, type Installation } from '../support/start-service.js';

/** Everything about the meetings of a busy person: it costs ten seconds, because hundreds of meetings are asked about. */
let installation: Installation;
let request: Awaited<ReturnType<Installation['ask']>>;
const sources = sourcesMeant(zoom.sources, ['meetings']);
const ids = sources.filter((id) => /^(meeting|past|recording)-/.test(id));

beforeAll(async () => {
  installation = await startInstallation({
    simulator: { world: demoWorld(new Date()) },
    service: { connector: farZoom },
  });
  request = await installation.ask(demoEmail, { sources: ids, media: false, from: '2025-01-01' });
}, 120_000);
afterAll(() => installation.close());

describe('everything about the meetings of the demo person', () => {
  test.each(ids)('%s has records, or says why not', (id) => {
    const { outcome, records = 0 } = request.outcomes?.find((one) => one.id === id) ?? {};
    expect([id, outcome]).toEqual([id, 'complete']);
    expect(records).toBeGreaterThan(0);
  });

  test('asks nothing twice and hardly anything in vain', () => {
    const calls = installation.simulator.calls.filter(({ operation }) => operation !== 'token');
    const paths = new Set(calls.map(({ path }) => path));
    expect(calls.length / paths.size).toBeLessThanOrEqual(1.05);
    const failing = calls.filter(({ status }) => status >= 400);
    const where = failing.map(({ operation, status }) => `${status} ${operation}`);
    expect([failing.length / calls.length < 0.01, where]).toEqual([true, where]);
  });
});
