import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  checkSources,
  defineSource,
  keyOf,
  queriesOf,
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
const person: Subject = { email: subject, id: 'rB1nSubjectIdAAAAAAAAA', addresses: [subject], record: {} };
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
const subjectId = 'rB1nSubjectIdAAAAAAAAA';
const noPermission = { status: 400, body: { code: 200, message: 'No permission.' } };

/** The records of a report for which a source is asked, and the paths by which. */
function askedFor(source: AskedSource, report: Report) {
  const [operation] = source.asks;
  const found = new Map<string, { queries: number; parent: { source: string; record: number } }>();
  for (const { source: id, ...each } of source.forEach ?? [])
    report.records(id).forEach((record: VendorRecord, index) => {
      const given = { subject: person, parent: record };
      const values = operation.values?.(given) ?? {};
      const path = operation.endpoint.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        connector.conventions.encodePathValue(values[name] ?? (name === 'subject' ? subjectId : ''), name),
      );
      const hasValues = !operation.values || operation.values(given) !== undefined;
      const isAsked = each.where?.(record, person) !== false && hasValues;
      if (isAsked && !found.has(path))
        found.set(path, {
          queries: queriesOf(operation, given).length,
          parent: { source: id, record: index + 1 },
        });
    });
  return found;
}

/** The calls made, as if all of them had gone to the first operation. */
const pathsOf = ({ asks }: AskedSource, { calls }: Ran) => {
  const templates = asks.map(
    ({ endpoint }) => new RegExp(`^/v2${endpoint.replaceAll(/\{\w+\}/g, '([^/?]+)')}(\\?|$)`),
  );
  const asked = calls.filter(({ path }) => !path.includes('next_page_token'));
  return asked
    .flatMap(({ path }) => {
      const values = templates.map((one) => one.exec(path)).find(Boolean);
      let place = 0;
      return values ? [asks[0].endpoint.replaceAll(/\{\w+\}/g, () => values[(place += 1)] ?? '')] : [];
    })
    .sort();
};

describe('7 asked for each', () => {
  test.each(children)('%s: once for each distinct record, and not where that says no', async (id, source) => {
    const { ran, report } = await run(id);
    const wanted = askedFor(source, report);
    expect(wanted.size).toBeGreaterThan(0);
    expect(pathsOf(source, ran)).toEqual(
      [...wanted].flatMap(([path, { queries }]) => Array<string>(queries).fill(path)).sort(),
    );
    const { asked = 0, same = 0, nothing_to_ask = 0 } = report.source(id).parents ?? {};
    const parents = (source.forEach ?? []).flatMap((each) => report.records(each.source));
    expect([asked, asked + same + nothing_to_ask]).toEqual([wanted.size, parents.length]);
    const [carried = [], ...others] = (source.forEach ?? []).map(({ carry = [] }) => carry);
    const always = carried.filter((name) => others.every((carry) => carry.includes(name)));
    for (const record of report.records(id))
      expect(Object.keys(record)).toEqual(expect.arrayContaining(always));
  });

  test.each(children)('%s: one that is refused is named with its record', async (id, source) => {
    const { report } = await run(id);
    const wanted = askedFor(source, report);
    const [path = '', { parent } = {}] = [...wanted][0] ?? [];
    suite.reset();
    const [first] = source.asks;
    const template = first.endpoint.replace('{subject}', '[^/]+').replace(/\{\w+\}/, '(.+)');
    const [, value = ''] = new RegExp(`^${template}$`).exec(path) ?? [];
    const record = parent && report.records(parent.source)[parent.record - 1];
    for (const { endpoint, query } of source.asks) {
      const own = endpoint
        .replace(/\{(?!subject)\w+\}/, value)
        .replaceAll(/[.*+?^$()[\]|\\]/g, '\\$&')
        .replace('{subject}', '[^/?]+');
      const [asked = {}] =
        typeof query === 'function' && wanted.size > 1 ? query({ subject: person, parent: record }) : [];
      // Where the path names the person only, the record stands in the query.
      const named = Object.entries(asked).map(
        ([name, text]) => `(?=.*[?&]${name}=${encodeURIComponent(text)}(&|$))`,
      );
      const operation = new RegExp(`^/v2${own}${named.join('')}(\\?|$)`);
      suite.simulator.faults.add({ operation, times: Infinity, respond: noPermission });
    }
    const ran = await suite.run([id], { media: false });
    // Where it is asked for one record alone, all of it is refused.
    const outcome = wanted.size === 1 ? 'not_permitted' : 'partial';
    expect(ran.outcome(id)).toEqual({ outcome, reason: 'not_permitted' });
    const { missing = [] } = (await ran.report()).source(id);
    expect(missing.length).toBe(wanted.size > 1 ? 1 : missing.length);
    expect(missing[0]).toMatchObject({ parent, reason: 'not_permitted' });
  });

  const hasReach = (source?: Source) => source?.asks?.some(({ reach }) => reach) ?? false;
  // Where the parents are out of reach themselves, there is nobody to ask for.
  const reaching = children.filter(
    ([, source]) =>
      hasReach(source) && !source.forEach?.some((each) => hasReach(all.find(({ id }) => id === each.source))),
  );
  test.each(reaching)(
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
