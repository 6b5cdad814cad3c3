import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { nextMidnight } from '../../src/clock.js';
import { outcomes, reasons } from '../../src/contract/index.js';
import { ancestorsOf, sources, table, type DeclaredSource } from './declared.js';
import { listedRows, wholeRows } from './fixtures.js';
import { sharedSuite } from './in-world.js';
import type { Ran } from './suite.js';
import { callsOf, moment, operationCalls, type FaultResponse } from './vendor.js';

const suite = sharedSuite();
afterEach(() => suite.current.simulator.faults.clear());

const refused = (status: number, code: number, message: string): FaultResponse => ({
  status,
  body: { code, message },
});

/** Where the lookup brings nothing that can be read, there is nobody to ask about. */
const endsTheRequest = 'JSON that breaks off, for ever';

/** What the vendor says for good, and what becomes of a source. */
const refusals: [name: string, respond: FaultResponse, outcome: string, reason: string][] = [
  [
    'a missing scope',
    refused(400, 4711, 'Invalid access token, does not contain scopes:[a:read:b, a:read:b:admin].'),
    'scope_missing',
    'scope_missing',
  ],
  ['a missing scope in the older form', 'scope-104', 'scope_missing', 'scope_missing'],
  [
    'no licence',
    refused(400, 200, 'This is only available for paid accounts.'),
    'not_licensed',
    'not_licensed',
  ],
  ['a role without permission', refused(400, 200, 'No permission.'), 'not_permitted', 'not_permitted'],
  [
    'a subject it does not answer for',
    refused(400, 1010, 'User does not belong to this account.'),
    'withheld',
    'subject_refused',
  ],
  [endsTheRequest, 'malformed-json', 'failed', 'broken_answer'],
];

/** Sources that are refused together: every second one, so that each is once refused and once not. */
const halves = [0, 1].map((half) => sources.filter((_source, index) => index % 2 === half));
/** Another source says that the person has the licence. */
const isContradicted = (source: DeclaredSource, hit: readonly DeclaredSource[]) =>
  source.licences.some(({ source: id, isLicensed }) => {
    const flag = sources.find((one) => one.id === id);
    return flag && !hit.includes(flag) && wholeRows(flag).some((row) => isLicensed(row) === true);
  });

describe.each(refusals)('6 outcomes: %s', (name, respond, outcome, reason) => {
  const runs: { hit: readonly DeclaredSource[]; ran: Ran }[] = [];
  const isRefused = ({ isMade }: DeclaredSource) => !isMade || name !== endsTheRequest;
  beforeAll(async () => {
    for (const half of halves) {
      const hit = half.filter(isRefused);
      suite.current.reset();
      // What stands in for a refused list is refused as well.
      for (const source of hit)
        for (const operation of [callsOf(source), ...operationCalls(source, 'stand-in')])
          suite.current.simulator.faults.add({ operation, times: Infinity, respond });
      runs.push({ hit, ran: await suite.current.run(undefined, { media: false }) });
    }
  });

  test.each(table(isRefused))('%s', (id, source) => {
    const { hit, ran } = runs.find((run) => run.hit.includes(source)) ?? {
      hit: [] as DeclaredSource[],
      ran: undefined,
    };
    // What contradicts the refusal of what it is asked for, is told of it as well.
    const isGap =
      name === 'no licence' &&
      [source, ...ancestorsOf(source)].some((one) => hit.includes(one) && isContradicted(one, hit));
    // Who is found in a list is asked about by id, and only the profile lacks what the list does not show.
    const wanted = { outcome: source.isMade ? 'partial' : outcome, reason };
    // Where another record of its parents was answered, only a part is missing.
    const isPartial = source.parents.length > 0 && ran?.outcome(id).outcome === 'partial';
    expect(ran?.outcome(id)).toEqual(
      isGap
        ? { outcome: isPartial ? 'partial' : 'failed', reason: 'contradiction' }
        : { ...wanted, ...(isPartial && { outcome: 'partial' }) },
    );
    expect(outcomes).toContain(wanted.outcome);
    expect(reasons).toContain(wanted.reason);
  });

  test.each(table())(
    '%s ends complete while others are refused, unless it is asked for their records',
    (id, source) => {
      for (const { hit, ran } of runs.filter((run) => !run.hit.includes(source))) {
        const isBereft = ancestorsOf(source).some((one) => hit.includes(one) && isRefused(one));
        if (isBereft && outcome !== 'not_licensed')
          expect([ran.outcome(id).outcome, ran.outcome(id).reason]).toEqual([
            expect.stringMatching(`^(partial|${outcome})$`),
            reason,
          ]);
        else if (!isBereft) expect([hit.length, ran.outcome(id).outcome]).toEqual([hit.length, 'complete']);
      }
    },
  );
});

describe(`6 outcomes: ${endsTheRequest}`, () => {
  test.each(table(({ isMade }) => isMade))(
    '%s: nobody can be looked up, and the request waits',
    async (_id, source) => {
      suite.current.reset();
      suite.current.simulator.faults.add({
        operation: callsOf(source),
        times: Infinity,
        respond: 'malformed-json',
      });
      const { request } = await suite.current.run(undefined, { media: false });
      expect([request.status, request.problem?.code]).toEqual(['paused', 'broken_answer']);
      await suite.current.installation.service.requests.remove(request.id, { by: 'test' });
    },
  );
});

/** What the vendor says for a moment. */
const troubles: [name: string, respond: FaultResponse, times: number][] = [
  ['a rejected token', refused(401, 124, 'Invalid access token.'), 1],
  ['a fault of the server, twice', { status: 503, body: '' }, 2],
  ['JSON that breaks off, once', 'malformed-json', 1],
  ['a rate limit', '429-second', 1],
];

describe.each(troubles)('6 outcomes: %s, then well', (_name, respond, times) => {
  let ran: Ran;
  const hits = new Map<string, number>();
  beforeAll(async () => {
    suite.current.reset();
    const faults = sources.map((source) => ({
      id: source.id,
      fault: suite.current.simulator.faults.add({ operation: callsOf(source), times, respond }),
    }));
    ran = await suite.current.run(undefined, { media: false });
    for (const { id, fault } of faults) hits.set(id, fault.hits);
  });
  test.each(table())('%s', (id, source) => {
    expect([hits.get(id), ran.outcome(id).outcome]).toEqual([times, 'complete']);
    const { records } = ran.request.outcomes?.find((one) => one.id === id) ?? {};
    expect(records).toBeGreaterThanOrEqual(listedRows(source).length);
  });
});

describe('6 outcomes: the daily limit', () => {
  test.each(table())('%s: the request waits for the next day, and nothing spins', async (_id, source) => {
    suite.current.reset();
    suite.current.simulator.faults.add({ operation: callsOf(source), times: Infinity, respond: '429-daily' });
    const { request, calls } = await suite.current.run([source.id], { media: false });
    const midnight = nextMidnight(moment.getTime());
    expect(request.status).toBe('paused');
    expect(request.resumeAt).toBeGreaterThanOrEqual(midnight);
    expect(request.resumeAt).toBeLessThan(midnight + 60_000);
    const made = calls.filter(({ path }) => callsOf(source).test(path)).length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThanOrEqual(source.queries.length);
    await suite.current.installation.service.requests.remove(request.id, { by: 'test' });
    // The label is closed until midnight for everybody of this process.
    await suite.current.installation.restart();
  });
});

describe('6 outcomes: one record’s own call refused', () => {
  test.each(table(({ hasDetails }) => hasDetails))(
    '%s: the record is there, and a gap',
    async (id, source) => {
      suite.current.reset();
      for (const operation of operationCalls(source, 'detail'))
        suite.current.simulator.faults.add({ operation, respond: refused(400, 200, 'No permission.') });
      const ran = await suite.current.run([id], { media: false });
      const report = await ran.report();
      expect(report.records(id)).toHaveLength(wholeRows(source).length);
      expect(report.source(id).outcome).toBe('partial');
    },
  );
});
