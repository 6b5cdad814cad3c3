import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChainCheck, genesis, hashOf, toCanonical, type LedgerHead } from '../../../src/ledger/chain.js';
import { readEntry, showEntry } from '../../../src/ledger/show-entry.js';
import type { LedgerEntry } from '../../../src/storage/ledger-store.js';

/** A chain as the service would write it. */
function chainOf(length: number, connectionId = 'default'): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const previous = entries.at(-1)?.hash ?? genesis;
    const details = toCanonical({ request: `request-${sequence}`, by: 'tests' });
    const at = new Date(Date.UTC(2026, 0, sequence)).toISOString();
    const unsealed = { connectionId, sequence, at, event: 'request.accepted', details, previous };
    entries.push({ ...unsealed, hash: hashOf(unsealed) });
  }
  return entries;
}

function problemsOf(entries: readonly LedgerEntry[], published: readonly LedgerHead[] = []): string[] {
  const check = new ChainCheck('default', published);
  for (const entry of entries) check.add(entry);
  return check.end().problems;
}

const headOf = ({ connectionId, sequence, hash }: LedgerEntry): LedgerHead => ({
  ...{ connectionId, sequence, hash },
});
const at = (entries: readonly LedgerEntry[], index: number): LedgerEntry => {
  const entry = entries[index];
  if (!entry) throw new Error('The chain is shorter.');
  return entry;
};
const last = (entries: readonly LedgerEntry[]) => at(entries, entries.length - 1);

describe('canonical JSON', () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: { d: [], c: null }, B: true }, '{"B":true,"a":{"c":null,"d":[]}}'],
    [{ left: undefined, kept: 0 }, '{"kept":0}'],
    [[3, 'x', [1]], '[3,"x",[1]]'],
    ['é\u2028"\\', '"é\u2028\\"\\\\"'],
    // RFC 8785 sorts by UTF-16 code units: the surrogate of an emoji comes before U+FB33.
    [{ '\ufb33': 1, '😀': 2, '\u20ac': 3, '1': 4 }, '{"1":4,"\u20ac":3,"😀":2,"\ufb33":1}'],
    [null, 'null'],
  ])('of %j', (value, text) => {
    expect(toCanonical(value)).toBe(text);
  });

  test('is JSON of the same facts, whatever the order they came in', () => {
    const facts = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()));
    fc.assert(
      fc.property(facts, (one) => {
        const turned = Object.fromEntries(Object.entries(one).reverse());
        expect(toCanonical(turned)).toBe(toCanonical(one));
        expect(JSON.parse(toCanonical(one))).toEqual({ ...one });
      }),
    );
  });
});

describe('a chain', () => {
  test('that is whole has no problem, and tells its head', () => {
    const entries = chainOf(5);
    const check = new ChainCheck('default', entries.map(headOf));
    for (const entry of entries) check.add(entry);
    expect(check.end()).toEqual({ head: headOf(last(entries)), problems: [] });
    expect(problemsOf([])).toEqual([]);
  });

  test.each<keyof LedgerEntry>(['connectionId', 'at', 'event', 'details', 'previous', 'hash'])(
    'with another %s in any entry is found out',
    (field) => {
      const whole = chainOf(4);
      for (const index of [0, 1, 2, 3]) {
        const entries = chainOf(4);
        const other = { ...at(whole, index), [field]: `${String(at(whole, index)[field])}x` };
        entries[index] = other;
        expect(problemsOf(entries)).not.toEqual([]);
      }
    },
  );

  test.each<[string, (entries: LedgerEntry[]) => LedgerEntry[]]>([
    ['without its first entry', (entries) => entries.slice(1)],
    ['without one in the middle', (entries) => entries.filter(({ sequence }) => sequence !== 2)],
    ['with two in the other order', ([one, two, ...more]) => [two, one, ...more] as LedgerEntry[]],
    ['with one twice', ([one, ...more]) => [one, one, ...more] as LedgerEntry[]],
  ])('%s is found out', (_name, change) => {
    expect(problemsOf(change(chainOf(4)))).not.toEqual([]);
  });

  test('that is written anew from some entry on is whole in itself, and found out by a published head', () => {
    const whole = chainOf(6);
    const forged = whole.slice(0, 3);
    for (const entry of whole.slice(3)) {
      const changed = { ...entry, event: 'report.downloaded', previous: last(forged).hash };
      forged.push({ ...changed, hash: hashOf(changed) });
    }
    expect(problemsOf(forged)).toEqual([]);
    expect(problemsOf(forged, [headOf(at(whole, 2))])).toEqual([]);
    expect(problemsOf(forged, [headOf(last(whole))])).toEqual([
      'entry 6 of default: was published with another hash',
    ]);
    expect(problemsOf(forged, [headOf(at(whole, 3))])).toHaveLength(1);
  });

  test('whose end was cut off is whole in itself, and found out by a published head', () => {
    const whole = chainOf(6);
    expect(problemsOf(whole.slice(0, 4))).toEqual([]);
    expect(problemsOf(whole.slice(0, 4), [headOf(last(whole))])).toEqual([
      'entry 6 of default: was published and is not in the ledger, which ends at 4',
    ]);
    expect(problemsOf([], [headOf(at(whole, 0))])).toHaveLength(1);
  });

  test('two heads that were published for one entry cannot both be right', () => {
    const whole = chainOf(2);
    const other = { ...headOf(last(whole)), hash: 'f'.repeat(64) };
    expect(problemsOf(whole, [headOf(last(whole)), other])).toHaveLength(1);
  });
});

describe('an exported entry', () => {
  test('comes back as it was, so that its hash can be checked', () => {
    for (const entry of chainOf(3)) expect(readEntry(JSON.stringify(showEntry(entry)))).toEqual(entry);
  });

  test('whose details were spoilt in the database fails its check after the export, too', () => {
    for (const details of ['{"by":', 'null', '"text"', '{"by":"somebody else"}']) {
      const [first] = chainOf(1);
      const read = readEntry(JSON.stringify(showEntry({ ...(first as LedgerEntry), details })));
      expect(problemsOf(read ? [read] : [])).not.toEqual([]);
      expect(read?.hash).not.toBe(read && hashOf(read));
    }
  });

  test.each(['', '{', '[]', 'null', '{"sequence":1}', '{"connection_id":"default"}'])(
    '%j is none',
    (line) => {
      expect(readEntry(line)).toBeUndefined();
    },
  );

  test('with a further field is none: nothing that the hash does not cover can slip in', () => {
    const [first] = chainOf(1);
    const more = { ...showEntry(first as LedgerEntry), note: 'approved' };
    expect(readEntry(JSON.stringify(more))).toBeUndefined();
  });
});
