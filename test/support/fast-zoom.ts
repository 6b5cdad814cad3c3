import { zoom } from '../../connectors/zoom/index.js';
import type { Connector, Source } from '../../src/contract/index.js';
import type { RetryPolicy } from '../../src/upstream/retry.js';
import type { Timeouts } from '../../src/upstream/send.js';

/** Zoom with limits so high that tests do not wait for the pace; everything else is the real declaration. */
export const farZoom: Connector = {
  ...zoom,
  rateLimits: (plan) => {
    const { labels, budgets } = zoom.rateLimits(plan);
    return { budgets, labels: labels.map((label) => ({ ...label, calls: 5_000, perMs: 1_000 })) };
  },
};

/** The same, whose windows begin two years ago: a test that is about something else need not pay for 2013. */
export const fastZoom: Connector = { ...farZoom, sources: farZoom.sources.map(beginLater) };

function beginLater(source: Source): Source {
  const day = new Date(Date.now() - 730 * 86_400_000).toISOString().slice(0, 10);
  const { window } = source;
  return window ? { ...source, window: { ...window, earliest: { ...window.earliest, day } } } : source;
}

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
