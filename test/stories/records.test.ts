import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { demoEmail } from '../../simulators/zoom/index.js';
import { readReport, type ReadReport } from '../support/read-report.js';
import { reportFileIn } from '../support/data-paths.js';
import { bodyOf, expectProblem, nobody, startApi, type Api } from '../support/start-api.js';

let api: Api;
let id: string;
let report: ReadReport;
beforeAll(async () => {
  api = await startApi();
  api.installation.simulator.faults.add({
    ...{ operation: '/users/{userId}/settings', times: Infinity },
    respond: { status: 500, body: { code: 500, message: 'no' } },
  });
  id = String(bodyOf(await api.order({ email: demoEmail })).id);
  report = await readReport(reportFileIn(api.installation.service.folder, id, 1));
});
afterAll(() => api.close());

type Row = { kind: string; source: string | null; next_cursor?: string | null } & Record<string, unknown>;

const ask = (query = '', caller: 'platform' | 'stranger' | 'operator' = 'platform') =>
  api.call('get', `/v1/access-requests/${id}/records${query}`, caller).buffer(true).parse(asText);
const asText: Parameters<ReturnType<Api['call']>['parse']>[0] = (response, done) => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks).toString()));
};
const rowsOf = ({ body }: { body: unknown }) =>
  String(body)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
const recordsIn = (rows: Row[]) => rows.filter(({ kind }) => kind === 'record').map(({ record }) => record);

describe('a report as rows', () => {
  test('has every record of the zip, every gap as a row of its own, and an end', async () => {
    const rows = rowsOf(await ask('?limit=10000'));
    const sources = rows.filter(({ kind }) => kind === 'source');
    for (const { source, records } of sources) {
      const own = rows.filter((row) => row.source === source && row.kind === 'record');
      expect([source, own.length]).toEqual([source, records]);
    }
    const meetings = recordsIn(rows.filter(({ source }) => source === 'meetings'));
    expect(meetings.length).toBeGreaterThan(0);
    expect(meetings).toEqual(JSON.parse(report.text('data/meetings/meetings.json')));
    const gaps = rows.filter(({ kind }) => kind === 'gap');
    expect(gaps).toMatchObject([
      { source: 'user-settings', outcome: 'failed', reason: 'vendor_unreachable' },
      { source: 'recordings', outcome: 'partial', reason: 'not_finished' },
    ]);
    expect(rows.at(-1)).toEqual({ kind: 'end', status: 'completed_with_gaps', next_cursor: null });
  });

  test('comes in pages, also across sources, without a record twice', async () => {
    const whole = recordsIn(rowsOf(await ask('?limit=10000')));
    const paged: unknown[] = [];
    const opened: unknown[] = [];
    let cursor: string | null | undefined = '';
    while (typeof cursor === 'string') {
      const rows: Row[] = rowsOf(await ask(`?limit=7${cursor && `&cursor=${cursor}`}`));
      paged.push(...recordsIn(rows));
      opened.push(...rows.filter(({ kind }) => kind === 'source').map(({ source }) => source));
      cursor = rows.at(-1)?.next_cursor;
    }
    expect([paged.length, new Set(opened).size]).toEqual([whole.length, opened.length]);
    expect(paged).toEqual(whole);
  });

  test('is one array for who reads JSON only, of the kinds that are wanted', async () => {
    const path = `/v1/access-requests/${id}/records?limit=100000`;
    const json = (query: string) =>
      api.call('get', path + query, 'platform').set('Accept', 'application/json');
    const whole = (await json('')).body as Row[];
    expect(whole.at(-1)?.kind).toBe('end');
    const some = (await json('&kinds=record,gap')).body as Row[];
    expect(some).toEqual(whole.filter(({ kind }) => ['record', 'gap'].includes(kind)));
    const few = await api
      .call('get', `/v1/access-requests/${id}/records?limit=3&kinds=record`, 'platform')
      .set('Accept', 'application/json');
    expect((few.body as Row[]).map(({ kind }) => kind)).toEqual(['record', 'record', 'record', 'end']);
  });

  test('is for who may fetch the report, and stands in the ledger before its first line', async () => {
    expect((await ask('', 'stranger')).status).toBe(404);
    expect((await ask('', 'operator')).status).toBe(403);
    for (const query of ['?source=nothing', '?cursor=abc', '?limit=0', '?what=1'])
      expect([query, (await ask(query)).status]).toEqual([query, 400]);
    await ask('?source=user');
    const ledger = bodyOf(await api.call('get', '/v1/ledger?limit=1000').set('Accept', 'application/json'));
    expect((ledger.items as { event: string; details: object }[]).at(-1)).toMatchObject({
      ...{
        event: 'report.records_read',
        details: { request: id, version: 1, source: 'user', by: api.ids.platform },
      },
    });
  });

  test('of a request without a report is not there, and an unfinished one says when to ask again', async () => {
    const stalled = api.installation.simulator.faults.add({
      ...{ operation: '/users/{userId}', times: Infinity, respond: 'stall-headers' },
    });
    const waiting = await api.order({ email: demoEmail }, 'platform', 'wait=0');
    const path = `/v1/access-requests/${String(bodyOf(waiting).id)}`;
    const early = await api.call('get', `${path}/records`, 'platform');
    expectProblem(early, 409, 'report_not_ready');
    expect([bodyOf(waiting).finished, early.headers['retry-after']]).toEqual([false, '5']);
    stalled.remove();
    const cancelled = await api.call('delete', path, 'platform');
    expect([bodyOf(cancelled).status, bodyOf(cancelled).finished]).toEqual(['cancelled', true]);
    const { id: none, finished } = bodyOf(await api.order({ email: nobody }));
    expect(finished).toBe(true);
    const rows = await api.call('get', `/v1/access-requests/${String(none)}/records`, 'platform');
    expect(rows.status).toBe(200);
  });
});

test('the schema of a source takes the records of the report, and says what their fields mean', async () => {
  const { items } = bodyOf(await api.call('get', '/v1/sources')) as {
    items: { id: string; schema_url: string }[];
  };
  const ajv = new Ajv2020({ strict: false });
  (formats as unknown as (one: Ajv2020) => void)(ajv);
  const seen = items.filter(({ id: source }) => report.entries.has(`data/${source}/${source}.json`));
  expect(seen.length).toBeGreaterThan(5);
  for (const { id: source, schema_url } of seen) {
    const schema = bodyOf(await api.call('get', schema_url)) as { properties: Record<string, object> };
    const validate = ajv.compile(schema);
    for (const record of JSON.parse(report.text(`data/${source}/${source}.json`)) as unknown[])
      expect([source, validate(record), validate.errors]).toEqual([source, true, null]);
    if (source === 'meetings') expect(schema.properties.topic).toMatchObject({ description: 'Topic' });
  }
  expectProblem(await api.call('get', '/v1/sources/nothing/schema'), 404, 'not_found');
});
