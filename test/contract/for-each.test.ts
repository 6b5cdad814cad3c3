import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  checkSources,
  defineSource,
  keyOf,
  textOf,
  type AskedSource,
  type DetailRule,
  type Given,
  type Source,
  type Subject,
  type VendorRecord,
} from '../../src/contract/index.js';
import { withOperations } from '../support/declared-source.js';
import { farZoom } from '../support/fast-zoom.js';
import { connector } from './declared.js';
import { startSuite, type Ran, type Report, type Suite } from './suite.js';
import { subject } from './vendor.js';

const voicemails = connector.sources.find(({ id }) => id === 'phone-voicemails');
const uuidOf = ({ parent }: Given) => {
  const uuid = textOf(parent?.uuid);
  return uuid === undefined ? undefined : { uuid };
};

/** Sources by which the table is tried itself; the connector's own stand beside them as they come. */
const examples: Source[] = [
  defineSource<AskedSource>({
    ...{ id: 'files-of-recordings', title: 'Files of recordings', category: 'Examples' },
    docs: 'https://example.com/docs',
    forEach: [
      {
        source: 'recordings',
        where: ({ topic }) => (topic === 'Third recording' ? false : undefined),
        carry: ['uuid', 'topic'],
      },
    ],
    asks: [
      {
        endpoint: '/meetings/{uuid}/recordings',
        scopes: { granular: ['cloud_recording:read:list_recording_files:admin'], classic: [] },
        rateLimit: { family: 'main', label: 'light' },
        list: 'recording_files',
        values: uuidOf,
        reach: { months: 6, dateField: 'start_time' },
      },
    ],
    record: z.looseObject({}),
    recordId: ({ uuid, id, recording_start, file_type }) => keyOf(uuid, id, file_type, recording_start),
    secrets: ['download_url?*', 'play_url'],
  }),
  ...(voicemails?.asks
    ? [
        defineSource<AskedSource>({
          ...voicemails,
          ...{ id: 'voicemails-by-name', references: undefined, worthAsking: undefined, licence: undefined },
          details: voicemails.details?.map((detail) => ({ ...detail, as: 'whole' })),
        }),
      ]
    : []),
];
/** Their calls are those of the example. */
const quiet = farZoom.sources.map((source) =>
  source.id === 'recordings' ? { ...source, details: undefined, reread: undefined } : source,
);
const all: Source[] = [...quiet, ...examples];
checkSources(all);

const children = all.flatMap((source) => (source.forEach ? [[source.id, source] as const] : []));
const named = all.flatMap((source) =>
  (source.details ?? []).flatMap((detail) =>
    detail.as === undefined ? [] : [[source.id, detail.id, source, detail] as const],
  ),
);
const person: Subject = { email: subject, record: {} };
let suite: Suite;
let near: Suite;
beforeAll(async () => {
  suite = await startSuite({}, { connector: { ...farZoom, sources: all } });
  const nothingReaches = all.map((source) =>
    withOperations(source, (operation) => ({
      ...operation,
      reach: operation.reach && { ...operation.reach, months: 0 },
    })),
  );
  near = await startSuite({}, { connector: { ...farZoom, sources: nothingReaches } });
});
afterAll(async () => {
  await suite.close();
  await near.close();
});

const run = async (id: string, on = suite): Promise<{ ran: Ran; report: Report }> => {
  on.reset();
  const ran = await on.run([id], { media: false });
  return { ran, report: await ran.report() };
};
const noPermission = { status: 400, body: { code: 200, message: 'No permission.' } };

/** The records of a report for which a source is asked, and the paths by which. */
function askedFor(source: AskedSource, report: Report) {
  const [operation] = source.asks;
  const found = new Map<string, { source: string; record: number }>();
  for (const { source: id, ...each } of source.forEach ?? [])
    report.records(id).forEach((record: VendorRecord, index) => {
      const values = operation.values?.({ subject: person, parent: record }) ?? {};
      const path = operation.endpoint.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        connector.conventions.encodePathValue(values[name] ?? '', name),
      );
      if (each.where?.(record, person) !== false && !found.has(path))
        found.set(path, { source: id, record: index + 1 });
    });
  return found;
}

const pathsOf = ({ asks: [{ endpoint }] }: AskedSource, { calls }: Ran) => {
  const template = new RegExp(`^/v2${endpoint.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`);
  const asked = calls.filter(({ path }) => template.test(path) && !path.includes('next_page_token'));
  return asked.map(({ path }) => path.replace('/v2', '').replace(/\?.*/, '')).sort();
};

describe('7 asked for each', () => {
  test.each(children)('%s: once for each distinct record, and not where that says no', async (id, source) => {
    const { ran, report } = await run(id);
    const wanted = askedFor(source, report);
    const queries = typeof source.asks[0].query === 'object' ? source.asks[0].query.length : 1;
    expect(wanted.size).toBeGreaterThan(0);
    expect(pathsOf(source, ran)).toEqual(
      [...wanted.keys()].flatMap((path) => Array<string>(queries).fill(path)).sort(),
    );
    const { asked = 0, same = 0, nothing_to_ask = 0 } = report.source(id).parents ?? {};
    const parents = (source.forEach ?? []).flatMap((each) => report.records(each.source));
    expect([asked, asked + same + nothing_to_ask]).toEqual([wanted.size, parents.length]);
    const carried = source.forEach?.[0]?.carry ?? [];
    for (const record of report.records(id))
      expect(Object.keys(record)).toEqual(expect.arrayContaining([...carried]));
  });

  test.each(children)('%s: one that is refused is named with its record', async (id, source) => {
    const { report } = await run(id);
    const [path = '', parent] = [...askedFor(source, report)][0] ?? [];
    suite.reset();
    const operation = new RegExp(`^/v2${path.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}(\\?|$)`);
    suite.simulator.faults.add({ operation, times: Infinity, respond: noPermission });
    const ran = await suite.run([id], { media: false });
    expect(ran.outcome(id)).toEqual({ outcome: 'partial', reason: 'not_permitted' });
    const { missing } = (await ran.report()).source(id);
    expect(missing).toMatchObject([{ parent, reason: 'not_permitted' }]);
  });

  test.each(children.filter(([, { asks }]) => asks.some(({ reach }) => reach)))(
    '%s: what is beyond reach is named with its date, and not asked',
    async (id, source) => {
      const { ran, report } = await run(id, near);
      const { beyond_reach: beyond = [] } = report.source(id);
      expect([pathsOf(source, ran), beyond.length]).toEqual([[], askedFor(source, report).size]);
      for (const { at } of beyond) expect(Date.parse(at ?? '')).not.toBeNaN();
      expect(ran.outcome(id).outcome).toBe('out_of_reach');
    },
  );
});

describe('8 details under a name', () => {
  const wants = (detail: DetailRule, record: VendorRecord) =>
    detail.where?.(record, person) !== false &&
    (!detail.values || detail.values({ subject: person, parent: record }) !== undefined);

  test.each(named)('%s: %s stands in every record that needs it', async (id, _detail, _source, detail) => {
    const { ran, report } = await run(id);
    const records = report.records(id);
    expect(records.some((record) => wants(detail, record))).toBe(true);
    for (const record of records) expect(Object.hasOwn(record, detail.as ?? '')).toBe(wants(detail, record));
    expect(ran.outcome(id).outcome).toBe('complete');
  });

  test.each(named)(
    '%s: where %s is refused the record is whole, and a gap',
    async (id, _detail, _source, detail) => {
      const { report: whole } = await run(id);
      suite.reset();
      const operation = new RegExp(`^/v2${detail.endpoint.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`);
      suite.simulator.faults.add({ operation, times: Infinity, respond: noPermission });
      const ran = await suite.run([id], { media: false });
      const report = await ran.report();
      const without = whole.records(id).map(({ [detail.as ?? '']: _gone, ...record }) => Object.keys(record));
      expect(report.records(id).map((record) => Object.keys(record))).toEqual(without);
      expect(ran.outcome(id)).toEqual({ outcome: 'partial', reason: 'not_permitted' });
    },
  );
});
