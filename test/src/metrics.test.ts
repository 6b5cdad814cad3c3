import { afterEach, describe, expect, test } from '@jest/globals';
import { createMetrics, type MetricReadings, type Metrics } from '../../src/metrics.js';

const readings: MetricReadings = {
  requestsByStatus: () => Promise.resolve(new Map([['queued', 2]])),
  budgetsUsed: () => Promise.resolve([{ connectionId: 'default', budget: 'heavy-daily', ratio: 0.25 }]),
  queueAgeSeconds: () => Promise.resolve(12.5),
};

let metrics: Metrics | undefined;
afterEach(() => metrics?.close());
const make = (changes: Partial<MetricReadings> = {}) =>
  (metrics = createMetrics({ ...readings, ...changes }));
const linesOf = async (made: Metrics) =>
  (await made.text()).split('\n').filter((line) => !line.startsWith('#'));

describe('the metrics', () => {
  test('tell what happened, each with its own labels and no more', async () => {
    const made = make();
    const rateLimit = { family: 'account', label: 'heavy' };
    for (const status of [200, 200, 429])
      made.called({ endpoint: '/users/{subject}', rateLimit, status, requestId: 'request-1' });
    made.called({ endpoint: '/media', status: 200 });
    made.stepEnded('file', 'complete');
    made.stepEnded('file', 'given_back');
    made.served({ method: 'GET', route: '/livez', status: 200, seconds: 0.02 });
    expect(await linesOf(made)).toEqual(
      expect.arrayContaining([
        'dsar_upstream_calls_total{rate_limit="account/heavy",http_response_status_code="200"} 2',
        'dsar_upstream_calls_total{rate_limit="account/heavy",http_response_status_code="429"} 1',
        'dsar_upstream_calls_total{rate_limit="none",http_response_status_code="200"} 1',
        'dsar_steps_total{kind="file",outcome="complete"} 1',
        'dsar_steps_total{kind="file",outcome="given_back"} 1',
        'dsar_access_requests{status="queued"} 2',
        'dsar_budget_used_ratio{connection_id="default",budget="heavy-daily"} 0.25',
        'dsar_queue_age_seconds 12.5',
        'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/livez",http_response_status_code="200"} 1',
      ]),
    );
    expect(await made.text()).not.toMatch(/request-1|\/users|\/media/);
  });

  test('are read at the moment somebody asks, and what is gone is not told any more', async () => {
    const counts = new Map([['running', 1]]);
    const made = make({ requestsByStatus: () => Promise.resolve(counts) });
    expect(await linesOf(made)).toContain('dsar_access_requests{status="running"} 1');
    counts.clear();
    counts.set('completed', 3);
    const lines = (await linesOf(made)).filter((line) => line.startsWith('dsar_access_requests'));
    expect(lines).toEqual(['dsar_access_requests{status="completed"} 3']);
  });

  test('of the event loop show that it was blocked', async () => {
    const made = make();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const end = performance.now() + 300;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const line = (await linesOf(made)).find((one) => one.startsWith('nodejs_eventloop_delay_max_seconds'));
    expect(Number(line?.split(' ')[1])).toBeGreaterThan(0.2);
    for (const name of ['p50', 'p90', 'p99'])
      expect(await made.text()).toMatch(new RegExp(`^nodejs_eventloop_delay_${name}_seconds \\d`, 'm'));
  });

  test('of two services do not mix', async () => {
    const [one, other] = [make(), createMetrics(readings)];
    one.stepEnded('list', 'complete');
    expect(await other.text()).not.toContain('dsar_steps_total{');
    other.close();
  });

  test('all have a help text and a type, and names of Prometheus', async () => {
    const text = await make().text();
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThanOrEqual(10);
    for (const name of names) {
      expect(name).toMatch(/^(dsar|http|nodejs)_[a-z0-9_]+$/);
      expect(text).toMatch(new RegExp(`^# HELP ${name ?? ''} \\S.{10,}$`, 'm'));
    }
  });
});
