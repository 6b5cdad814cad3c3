import { describe, expect, test } from '@jest/globals';
import { withOthers, withSecrets } from './canaries.js';
import { table, type DeclaredSource } from './declared.js';
import { wholeRows } from './fixtures.js';
import { inWorld, reshelve, sharedSuite } from './in-world.js';
import type { Report } from './suite.js';

const suite = sharedSuite();
const world = reshelve((source, rows) => withOthers(source, withSecrets(source, rows).rows).rows);
const secretsOf = (source: DeclaredSource) => withSecrets(source, wholeRows(source)).values;
const othersOf = (source: DeclaredSource) => withOthers(source, wholeRows(source)).values;

/** Where any of these stands in a zip. */
const placesOf = ({ texts }: Report, values: readonly string[]) =>
  [...texts].flatMap(([name, text]) =>
    values.filter((value) => text.includes(value)).map((value) => `${value} in ${name}`),
  );

describe.each(['keep', 'pseudonymise'] as const)('10 privacy, other people: %s', (thirdParties) => {
  const found = inWorld(suite, world, { thirdParties, media: true });

  test.each(table())('%s: no secret is in any file of the zip', (id, source) => {
    const values = secretsOf(source);
    expect(values.length > 0).toBe(source.secrets.length > 0);
    expect(found.report.texts.get(`data/${id}/${id}.json`)).toContain('kept_aside');
    expect(placesOf(found.report, values)).toEqual([]);
  });

  test.each(table((source) => othersOf(source).length > 0))(
    '%s: other people are there only where they are kept',
    (id, source) => {
      const values = othersOf(source);
      const places = placesOf(found.report, values);
      if (thirdParties === 'pseudonymise') expect(places).toEqual([]);
      else for (const value of values) expect(places).toContain(`${value} in data/${id}/${id}.json`);
    },
  );
});
