import { zoom } from '../../connectors/zoom/index.js';
import { createRegistry, isExpected, type Connector, type Source } from '../../src/contract/index.js';
import { withOperations } from './declared-source.js';
import type { RetryPolicy } from '../../src/upstream/retry.js';
import type { Timeouts } from '../../src/upstream/send.js';

/** Zoom with limits so high that tests do not wait for the pace; everything else is the real declaration. */
export const farZoom: Connector = {
  ...zoom,
  // A test names a source and means that one alone.
  sources: zoom.sources.map((source) => ({ ...source, groups: ['core'] })),
  rateLimits: (plan) => {
    const { labels, budgets } = zoom.rateLimits(plan);
    return { budgets, labels: labels.map((label) => ({ ...label, calls: 5_000, perMs: 1_000 })) };
  },
};

const core = new Set(zoom.sources.filter(isExpected).map(({ id }) => id));

/** The core of it. */
export const coreZoom: Connector = { ...farZoom, sources: farZoom.sources.filter(({ id }) => core.has(id)) };

/**
 * The core, whose windows begin so many days ago: a test that is about something else need pay neither for 2013 nor
 * for everything else that can be read.
 */
export function zoomOfDays(days: number): Connector {
  const day = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const beginLater = (source: Source): Source =>
    withOperations(source, ({ window, ...operation }) => ({
      ...operation,
      window: window && { ...window, earliest: { ...window.earliest, day } },
    }));
  return { ...coreZoom, sources: coreZoom.sources.map(beginLater) };
}

/** The same with windows of two years. */
export const fastZoom = zoomOfDays(730);

/** An installation with that one alone. */
export const fastRegistry = createRegistry([fastZoom]);

/** The shape of the real policy, a hundred times faster. */
export const hurriedRetry: RetryPolicy = {
  attempts: 8,
  atLeastMs: 100,
  firstDelayMs: 5,
  longestDelayMs: 50,
  longestWaitMs: 5_000,
  random: Math.random,
};

/** Timeouts that tests can wait for. */
export const hurriedTimeouts: Timeouts = { connectMs: 2_000, firstByteMs: 1_500, silenceMs: 800 };
