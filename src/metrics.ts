import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ObservedCall } from './upstream/client.js';
import type { StepKind } from './model/step.js';

/** What is read at the moment somebody asks: of all connections, or of these. */
export interface MetricReadings {
  requestsByStatus(within?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Daily budgets of the connected accounts: the part of each that was used today. */
  budgetsUsed(within?: readonly string[]): Promise<readonly BudgetUse[]>;
  /** Age of the oldest unfinished request, in seconds. */
  queueAgeSeconds(within?: readonly string[]): Promise<number>;
}

/** The part of a daily budget of an account that was used. */
export interface BudgetUse {
  connectionId: string;
  budget: string;
  ratio: number;
}

/** A call of the API that was answered. */
export interface ServedCall {
  method: string;
  /** Template of the address. */
  route: string;
  status: number;
  seconds: number;
}

/** What the service tells a monitor. Nothing in it is about a person. */
export interface Metrics {
  readonly contentType: string;
  called(call: ObservedCall): void;
  stepEnded(kind: StepKind, outcome: string): void;
  /** A published report was checked before it was handed out. */
  reportChecked(result: string): void;
  served(call: ServedCall): void;
  /**
   * The text form of Prometheus. For some connections it holds what is read of them alone: what is counted for the
   * whole process would tell what happens in the others.
   */
  text(within?: readonly string[]): Promise<string>;
  close(): void;
}

/**
 * Metrics named after the conventions of OpenTelemetry (https://opentelemetry.io/docs/specs/semconv/), in the
 * spelling of Prometheus; what is our own begins with `dsar_`.
 */
export function createMetrics(readings: MetricReadings): Metrics {
  const register = new Registry();
  const registers = [register];
  const calls = new Counter({
    name: 'dsar_upstream_calls_total',
    help: 'Calls of the vendor that were answered.',
    labelNames: ['rate_limit', 'http_response_status_code'],
    registers,
  });
  const steps = new Counter({
    name: 'dsar_steps_total',
    help: 'Steps that ended, by what came of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const checks = new Counter({
    name: 'dsar_report_checks_total',
    help: 'Checks of published reports before they were handed out, by what was found.',
    labelNames: ['result'],
    registers,
  });
  const served = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of calls of this API.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  });
  addReadings(registers, readings);
  const delay = addLoopDelay(registers);
  return {
    contentType: register.contentType,
    called: ({ rateLimit, status }) => {
      const label = rateLimit ? `${rateLimit.family}/${rateLimit.label}` : 'none';
      calls.inc({ rate_limit: label, http_response_status_code: String(status) });
    },
    stepEnded: (kind, outcome) => steps.inc({ kind, outcome }),
    reportChecked: (result) => checks.inc({ result }),
    served: ({ method, route, status, seconds }) =>
      served.observe(
        { http_request_method: method, http_route: route, http_response_status_code: String(status) },
        seconds,
      ),
    text: (within) => {
      if (within === undefined) return register.metrics();
      const own = new Registry();
      addReadings([own], readings, within);
      return own.metrics();
    },
    close: () => void delay.disable(),
  };
}

function addReadings(registers: Registry[], readings: MetricReadings, within?: readonly string[]): void {
  const gauge = (name: string, help: string, labelNames: string[], read: (gauge: Gauge) => Promise<void>) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      async collect() {
        this.reset();
        await read(this);
      },
    });
  gauge('dsar_access_requests', 'Access requests, by status.', ['status'], async (all) => {
    for (const [status, count] of await readings.requestsByStatus(within)) all.set({ status }, count);
  });
  gauge(
    'dsar_budget_used_ratio',
    'Part of a daily budget of the vendor that was used here today (UTC).',
    ['connection_id', 'budget'],
    async (all) => {
      for (const { connectionId, budget, ratio } of await readings.budgetsUsed(within))
        all.set({ connection_id: connectionId, budget }, ratio);
    },
  );
  gauge('dsar_queue_age_seconds', 'Age of the oldest unfinished access request.', [], async (all) =>
    all.set(await readings.queueAgeSeconds(within)),
  );
}

/** https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/ */
function addLoopDelay(registers: Registry[]) {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const percentiles = { p50: 50, p90: 90, p99: 99, max: 100 };
  for (const [name, percentile] of Object.entries(percentiles))
    new Gauge({
      name: `nodejs_eventloop_delay_${name}_seconds`,
      help: 'Delay of the event loop since the last reading.',
      registers,
      collect() {
        this.set(delay.percentile(percentile) / 1e9);
        if (name === 'max') delay.reset();
      },
    });
  return delay;
}
