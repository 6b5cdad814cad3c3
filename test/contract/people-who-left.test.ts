import { describe, expect, test } from '@jest/globals';
import type { VendorRecord } from '../../src/contract/index.js';
import { sources, type DeclaredSource } from './declared.js';
import { wholeRows } from './fixtures.js';
import { sharedSuite } from './in-world.js';
import { callsOf, shelve, subject } from './vendor.js';

const suite = sharedSuite();
const gone = 'left.long.ago@example.com';
/** What is asked for records of others needs a user, who has those. */
const about = sources.filter(({ isOfEverybody, parents }) => isOfEverybody && parents.length === 0);
const idsOf = (list: readonly DeclaredSource[]) => list.map(({ id }) => id);

/** The rows of a source as those of somebody who is no user any more: known by the address alone. */
const rowsOfGone = (source: DeclaredSource): VendorRecord[] =>
  JSON.parse(
    JSON.stringify(wholeRows(source))
      .replaceAll(subject, gone)
      .replaceAll('rB1nSubjectIdAAAAAAAAA', 'an-old-id'),
  ) as VendorRecord[];

function reset(isNamed: boolean): void {
  suite.current.reset((world) => {
    const [user] = world.users;
    for (const source of user && isNamed ? about : [])
      shelve(world, user as never, source, rowsOfGone(source));
  });
}

describe('somebody who is no user any more', () => {
  test('is found in lists about everybody by the old address, and the report says where was looked', async () => {
    reset(true);
    const ran = await suite.current.run(undefined, { email: gone, media: false });
    expect(ran.request.status).toBe('completed');
    const report = await ran.report();
    for (const source of about) {
      expect([source.id, ran.outcome(source.id).outcome]).toEqual([source.id, 'complete']);
      const named = rowsOfGone(source).filter((row) => JSON.stringify(row).includes(gone));
      expect(report.records(source.id).length).toBe(named.length);
    }
    const asked = sources.filter(({ id }) => ran.outcome(id).outcome !== 'not_requested');
    expect(idsOf(asked)).toEqual(idsOf(about));
    const text = report.texts.get('manifest.json') ?? '';
    expect(text).toContain('may have left or have another address now');
  });

  test('whom no list names is certified, with the lists that were read', async () => {
    reset(false);
    const ran = await suite.current.run(undefined, { email: gone, media: false });
    expect(ran.request.status).toBe('no_match');
    for (const source of about)
      expect([source.id, ran.outcome(source.id).outcome]).toEqual([source.id, 'empty']);
    const manifest = (await ran.report()).texts.get('manifest.json') ?? '';
    expect(manifest).toContain('that nothing names it in: ');
  });

  test('is not certified as unknown where a list could not be read', async () => {
    reset(false);
    const [first] = about;
    if (!first) throw new Error('No list is about everybody.');
    const body = { code: 200, message: 'No permission.' };
    const refusal = { operation: callsOf(first), times: Infinity, respond: { status: 400, body } };
    suite.current.simulator.faults.add(refusal);
    const ran = await suite.current.run(idsOf(about), { email: gone, media: false });
    suite.current.simulator.faults.clear();
    expect([ran.request.status, ran.outcome(first.id).outcome]).toEqual([
      'completed_with_gaps',
      'not_permitted',
    ]);
    expect((await ran.report()).texts.get('manifest.json')).not.toContain('It is certified');
  });
});
