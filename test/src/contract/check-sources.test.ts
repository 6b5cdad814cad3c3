import { describe, expect, test } from '@jest/globals';
import {
  checkSources,
  descendantsOf,
  needsOf,
  withParents,
  type AskedSource,
} from '../../../src/contract/index.js';
import { declareSource } from '../../support/declared-source.js';

const source = (id: string, parents: string[] = [], changes: Partial<AskedSource> = {}) =>
  declareSource({
    id,
    ...(parents.length > 0 && { forEach: parents.map((parent) => ({ source: parent })) }),
    ...changes,
  });
const isLicensed = () => true;

describe('sources together', () => {
  test('may wait for each other in any order', () => {
    const settings = source('settings');
    const calls = source('calls', [], {
      worthAsking: { source: 'settings', witness: 'profile', isLicensed },
      licence: [{ source: 'settings', isLicensed }],
    });
    expect(() => checkSources([calls, source('rows', ['calls']), settings, source('profile')])).not.toThrow();
    expect(needsOf(calls)).toEqual(['settings', 'profile']);
  });

  test.each<[string, AskedSource[], string]>([
    ['an id twice', [source('a'), source('a')], 'Source "a": its id is taken by another source'],
    ['a parent that is not there', [source('a', ['b'])], 'Source "a": there is no source "b"'],
    [
      'a witness that is not there',
      [source('a', [], { worthAsking: { source: 'a', witness: 'w', isLicensed } })],
      'Source "a": there is no source "w"',
    ],
    [
      'a reference to a source that is not there',
      [source('a', [], { references: [{ source: 'b', names: () => [], knownAs: () => [] }] })],
      'Source "a": there is no source "b"',
    ],
    ['itself as a parent', [source('a', ['a'])], 'Source "a": it waits for "a", which waits for it'],
    [
      'a circle of three',
      [source('a', ['b']), source('b', ['c']), source('c', ['a'])],
      'Source "a": it waits for "b", which waits for it',
    ],
    [
      'a circle of a parent and a flag',
      [source('a', ['b']), source('b', [], { licence: [{ source: 'a', isLicensed }] })],
      'Source "a": it waits for "b", which waits for it',
    ],
  ])('%s is refused with a sentence', (_name, sources, sentence) => {
    expect(() => checkSources(sources)).toThrow(new TypeError(sentence));
  });

  test('a wanted source needs its parents, and those theirs', () => {
    const sources = [source('a'), source('b', ['a']), source('c', ['b', 'd']), source('d'), source('e')];
    expect(withParents(sources, ['c']).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(withParents(sources, ['a', 'unknown'])).toEqual(['a', 'unknown']);
    expect(descendantsOf(sources, 'a').map(({ id }) => id)).toEqual(['b', 'c']);
    expect(descendantsOf(sources, 'c')).toEqual([]);
    const held = source('f', [], { heldAgainst: { source: 'b', names: () => [] } });
    expect(withParents([...sources, held], ['f']).sort()).toEqual(['a', 'b', 'f']);
    expect(descendantsOf([...sources, held], 'a').map(({ id }) => id)).toEqual(['b', 'c', 'f']);
  });
});
