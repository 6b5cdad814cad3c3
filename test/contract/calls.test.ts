import { beforeAll, describe, expect, test } from '@jest/globals';
import { ancestorsOf, sources, table, type DeclaredSource } from './declared.js';
import { listedRows } from './fixtures.js';
import { sharedSuite } from './in-world.js';
import type { Ran } from './suite.js';
import { callsOf, operationCalls, unlicensed, type Simulator } from './vendor.js';

const suite = sharedSuite();
const countOf = ({ calls }: Ran, which: RegExp) => calls.filter(({ path }) => which.test(path)).length;

describe('7 what need not be asked', () => {
  const runs = {} as { said: Ran; silent: Ran };
  beforeAll(async () => {
    suite.current.reset();
    const whose = { email: unlicensed, media: false };
    runs.said = await suite.current.run(undefined, whose);
    suite.current.reset(({ users }) => {
      for (const { settings } of users) delete settings.default.feature;
    });
    runs.silent = await suite.current.run(undefined, whose);
  });

  test.each(table(({ licences }) => licences.length > 0))('%s: without a licence it is no gap', (id) => {
    for (const ran of Object.values(runs)) expect(ran.outcome(id).outcome).toBe('not_licensed');
  });

  test.each(table(({ spared }) => spared !== undefined))(
    '%s: where a flag and its witness say no it costs no call, where the flag is silent it is asked',
    (_id, source) => {
      expect(countOf(runs.said, callsOf(source))).toBe(0);
      expect(countOf(runs.silent, callsOf(source))).toBeGreaterThan(0);
      const witness = sources.find(({ id }) => id === source.spared?.witness);
      expect(witness && countOf(runs.said, callsOf(witness))).toBeGreaterThan(0);
    },
  );

  test.each(table(({ hasDetails }) => hasDetails))(
    '%s: the records that need a further call get one each, the others none',
    async (id, source) => {
      suite.current.reset();
      const ran = await suite.current.run([id], { media: false });
      const [detail = /^$/] = operationCalls(source, 'detail');
      expect(countOf(ran, detail)).toBe(listedRows(source).filter((row) => source.wantsDetail(row)).length);
    },
  );
});

const plain = (template: string) => template.replaceAll(/\{[^}]*\}/g, '{}');
const isDownload = ({ operation }: Simulator['calls'][number]) => /download|media/.test(operation);

describe('11 what is declared is what is called', () => {
  test.each(table())('%s', async (id, source) => {
    suite.current.reset();
    const { simulator } = suite.current;
    // The address of a file is out of date once, so that its record is read again.
    simulator.faults.add({ operation: /download/, respond: 'html-200' });
    const whole = await suite.current.run([id], { media: true });
    const calls = [...whole.calls, ...(await callsOfStandIns(source))];
    const lookup = sources.filter(({ isMade }) => isMade).flatMap(({ operations }) => operations);
    const ancestors = ancestorsOf(source);
    const wanted = [source, ...ancestors].flatMap(({ operations }) => operations).concat(lookup);

    const undeclared = calls.filter(
      (call) =>
        !isDownload(call) && !wanted.some(({ endpoint = '' }) => plain(endpoint) === plain(call.operation)),
    );
    expect(undeclared).toEqual([]);
    expect(calls.some(isDownload)).toBe([source, ...ancestors].some(({ hasFiles }) => hasFiles));
    for (const { use, endpoint, rateLimit } of source.operations) {
      if (endpoint === undefined) continue;
      const made = calls.filter(({ operation }) => plain(operation) === plain(endpoint));
      expect([use, made.length > 0]).toEqual([use, true]);
      expect([use, made[0]?.family, made[0]?.label]).toEqual([use, rateLimit?.family, rateLimit?.label]);
    }
  });

  /** What stands in is asked where the operations before it are not there. */
  async function callsOfStandIns(source: DeclaredSource): Promise<Ran['calls']> {
    const standIns = operationCalls(source, 'stand-in');
    const body = { code: 2300, message: 'This API endpoint is not recognized.' };
    const calls: Ran['calls'] = [];
    for (const [index] of standIns.entries()) {
      suite.current.reset();
      for (const operation of [callsOf(source), ...standIns.slice(0, index)])
        suite.current.simulator.faults.add({
          ...{ operation, times: Infinity },
          respond: { status: 400, body },
        });
      const ran = await suite.current.run([source.id], { media: false });
      expect(ran.outcome(source.id).outcome).toBe('complete');
      calls.push(...ran.calls);
    }
    return calls;
  }
});
