import { describe, expect, test } from '@jest/globals';
import { zoom } from '../../../connectors/zoom/index.js';
import { demoEmail, demoWorld } from '../../../simulators/zoom/index.js';
import { fieldsOf, isPaged, windowOf, type VendorRecord } from '../../../src/contract/index.js';

const sources = zoom.sources.map((source) => [source.id, source] as const);
const person = demoWorld(new Date('2026-03-15T12:00:00Z')).users.find(({ email }) => email === demoEmail);

describe('what Zoom’s sources say about their fields', () => {
  test.each(sources)('%s has words for its fields, and a table that fits a page', (_id, source) => {
    const { columns = [] } = source;
    expect(columns.length).toBeGreaterThan(0);
    if (isPaged(source)) expect(columns.filter(({ isDetail }) => !isDetail).length).toBeLessThanOrEqual(8);
  });

  /** What stands there now, without a date of its own. */
  const undated = ['chat-channels'];

  test.each(sources.filter(([id, source]) => isPaged(source) && !undated.includes(id)))(
    '%s knows when a record happened',
    (_id, source) => {
      const named = source.moment ?? windowOf(source)?.dateField ?? [];
      const moments = (source.columns ?? []).filter(({ kind }) => kind === 'moment').flatMap(fieldsOf);
      for (const field of typeof named === 'string' ? [named] : named) expect(moments).toContain(field);
      expect(named.length).toBeGreaterThan(0);
    },
  );

  test('every kind of file the simulator gives has words', () => {
    const recordings = [...(person?.recordings ?? []), ...Object.values(person?.trash ?? {}).flat()];
    const source = zoom.sources.find(({ id }) => id === 'recordings');
    const rule = source?.attachments?.[0];
    const kinds = recordings
      .flatMap((record) => rule?.list(record as VendorRecord, { email: 'x@example.com', record: {} }) ?? [])
      .map(({ kind }) => kind);
    expect(new Set(kinds).size).toBeGreaterThan(5);
    for (const kind of new Set(kinds))
      if (kind !== 'recording') expect(Object.keys(rule?.kinds ?? {})).toContain(kind);
  });
});
