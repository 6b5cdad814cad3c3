import { describe, expect, test } from '@jest/globals';
import {
  checkSources,
  groupsOf,
  isExpected,
  sourcesDue,
  sourcesMeant,
  type Source,
} from '../../../src/contract/index.js';
import { zoom } from '../../../connectors/zoom/index.js';
import { declareSource } from '../../support/declared-source.js';

const source = (id: string, ...groups: string[]): Source => declareSource({ id, groups });
const ungrouped: Source = declareSource({ id: 'alone' });
const all = [
  source('meetings', 'meetings', 'core'),
  source('polls', 'meetings'),
  source('calls', 'phone'),
  ungrouped,
];

describe('names of sources', () => {
  test.each([
    [['polls'], ['polls']],
    [['meetings'], ['meetings', 'polls']],
    [
      ['phone', 'polls'],
      ['polls', 'calls'],
    ],
    [['core'], ['meetings', 'alone']],
    [['all'], ['meetings', 'polls', 'calls', 'alone']],
    [['nothing'], []],
  ])('%j mean %j', (names, ids) => {
    expect(sourcesMeant(all, names)).toEqual(ids);
  });

  test.each([
    [['meetings'], ['meetings']],
    [['polls'], ['polls']],
    [['phone'], ['calls']],
    [['core'], ['meetings', 'alone']],
    [['all'], ['meetings', 'polls', 'calls', 'alone']],
  ])('of those meant by %j the lack of %j is a gap', (names, ids) => {
    expect(sourcesDue(all, names)).toEqual(ids);
  });

  test('a source without a group is expected, as those of the core are', () => {
    expect(all.filter(isExpected).map(({ id }) => id)).toEqual(['meetings', 'alone']);
    expect(groupsOf(all)).toEqual(['core', 'meetings', 'phone']);
  });

  test('a group that has the name of a source holds that source', () => {
    expect(() => checkSources([source('meetings', 'core'), source('polls', 'meetings')])).toThrow(
      'Source "polls": "meetings" cannot be the name of a group',
    );
    expect(() => checkSources([source('calls', 'Big Ones')])).toThrow('cannot be the name of a group');
  });

  test('every source of Zoom says its groups', () => {
    expect(zoom.sources.filter(({ groups = [] }) => groups.length === 0).map(({ id }) => id)).toEqual([]);
  });
});
