import { describe, expect, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import { plans, rateLimits } from '../../../connectors/zoom/rate-limits.js';
import { firstCallOf, limitsOf } from '../../../src/contract/index.js';

const second = 1_000;
const minute = 60_000;

/** FACTS.md section 4, written down once more. */
const published: Record<string, [family: string, label: string, calls: number, perMs: number][]> = {
  free: [
    ['main', 'light', 4, second],
    ['main', 'medium', 2, second],
    ['main', 'heavy', 1, second],
    ['main', 'resource-intensive', 10, minute],
    ['phone', 'light', 20, second],
    ['phone', 'medium', 10, second],
    ['phone', 'heavy', 5, second],
    ['phone', 'resource-intensive', 5, minute],
  ],
  pro: [
    ['main', 'light', 30, second],
    ['main', 'medium', 20, second],
    ['main', 'heavy', 10, second],
    ['main', 'resource-intensive', 10, minute],
    ['phone', 'light', 20, second],
    ['phone', 'medium', 10, second],
    ['phone', 'heavy', 5, second],
    ['phone', 'resource-intensive', 5, minute],
  ],
  business: [
    ['main', 'light', 80, second],
    ['main', 'medium', 60, second],
    ['main', 'heavy', 40, second],
    ['main', 'resource-intensive', 20, minute],
    ['phone', 'light', 40, second],
    ['phone', 'medium', 20, second],
    ['phone', 'heavy', 10, second],
    ['phone', 'resource-intensive', 10, minute],
  ],
};

const budgets: Record<string, [family: string, labels: string[], callsPerDay: number][]> = {
  free: [
    ['main', ['light'], 6_000],
    ['main', ['medium'], 2_000],
    ['main', ['heavy'], 1_000],
    ['main', ['resource-intensive'], 30_000],
    ['phone', ['heavy', 'resource-intensive'], 15_000],
  ],
  pro: [
    ['main', ['heavy', 'resource-intensive'], 30_000],
    ['phone', ['heavy', 'resource-intensive'], 15_000],
  ],
  business: [
    ['main', ['heavy', 'resource-intensive'], 60_000],
    ['phone', ['heavy', 'resource-intensive'], 30_000],
  ],
};

describe('the published limits', () => {
  test('are those of three plans', () => {
    expect(plans).toEqual(['free', 'pro', 'business']);
  });

  test.each(Object.entries(published))('of the plan %s', (plan, rows) => {
    const found = rateLimits(plan).labels.map(({ family, label, calls, perMs }) => [
      family,
      label,
      calls,
      perMs,
    ]);
    expect(found).toEqual(rows);
  });

  test.each(Object.entries(budgets))('of a day on the plan %s', (plan, rows) => {
    const found = rateLimits(plan).budgets.map(({ family, labels, callsPerDay }) => [
      family,
      labels,
      callsPerDay,
    ]);
    expect(found).toEqual(rows);
  });

  test.each(plans)('of the plan %s: every budget has a name of its own and labels that exist', (plan) => {
    const { labels, budgets: days } = rateLimits(plan);
    expect(new Set(days.map(({ id }) => id)).size).toBe(days.length);
    for (const day of days)
      for (const label of day.labels)
        expect(labels).toContainEqual(expect.objectContaining({ family: day.family, label }));
  });

  test.each(plans)('of the plan %s cover every call of every source and the lookup', (plan) => {
    const known = rateLimits(plan).labels.map(({ family, label }) => `${family}/${label}`);
    const used = [zoom.lookup.rateLimit, ...zoom.sources.flatMap((source) => limitsOf(source))];
    for (const { family, label } of used) expect(known).toContain(`${family}/${label}`);
  });

  test.each(['', 'Pro', 'enterprise', 'constructor', 'toString', '__proto__'])(
    'are not there for a plan %j: the error names the plans',
    (plan) => {
      expect(() => rateLimits(plan)).toThrow(RangeError);
      expect(() => rateLimits(plan)).toThrow(/free, pro, business/);
    },
  );
});

describe('labels of the operations', () => {
  const labelOf = (id: string) => {
    const source = zoom.sources.find((candidate) => candidate.id === id);
    const { family, label } = source ? firstCallOf(source).rateLimit : {};
    return source && `${family}/${label}`;
  };

  test.each([
    ['user', 'main/light'],
    ['user-settings', 'main/medium'],
    ['meetings', 'main/medium'],
    ['meeting-history', 'main/heavy'],
    ['webinars', 'main/medium'],
    ['recordings', 'main/medium'],
    ['recordings-trash', 'main/medium'],
    ['clips', 'main/light'],
    ['phone-profile', 'phone/light'],
    ['phone-settings', 'phone/light'],
    ['phone-calls', 'phone/medium'],
    ['phone-voicemails', 'phone/medium'],
    ['phone-recordings', 'phone/medium'],
  ])('%s: %s', (id, expected) => {
    expect(labelOf(id)).toBe(expected);
  });

  test('of downloads: those that are operations of their own count under a label, addresses of records under none', () => {
    const rules = zoom.sources.flatMap(({ id, attachments = [] }) =>
      attachments.flatMap((rule) =>
        rule.rateLimit ? [[id, rule.id, rule.rateLimit.family, rule.rateLimit.label]] : [],
      ),
    );
    expect(rules).toEqual([
      ['clips', 'video', 'main', 'light'],
      ['clips', 'kept-back', 'main', 'light'],
      ['phone-voicemails', 'audio', 'phone', 'medium'],
      ['phone-recordings', 'audio', 'phone', 'medium'],
      ['phone-recordings', 'transcript', 'phone', 'light'],
      ['shared-voicemails', 'audio', 'phone', 'medium'],
      ['shared-recordings', 'audio', 'phone', 'medium'],
      ['shared-recordings', 'transcript', 'phone', 'light'],
    ]);
  });
});
