import { describe, expect, test } from '@jest/globals';
import { findColumnMistake, type Column } from '../../../src/contract/index.js';
import { declareSource } from '../../support/declared-source.js';

const column = (changes: Partial<Column>): Column => ({ field: 'topic', heading: 'Topic', ...changes });

describe('the columns of a source', () => {
  test.each<[string, Column[], string | undefined]>([
    ['none', [], undefined],
    ['a field', [column({})], undefined],
    ['a field inside an object, or another', [column({ field: ['site.name', 'site'] })], undefined],
    ['no heading', [column({ heading: ' ' })], 'a column needs a heading'],
    ['a heading twice', [column({}), column({ field: 'x' })], 'two columns have the heading "Topic"'],
    ['no field', [column({ field: '' })], 'the column "Topic" names no field'],
    ['an empty list of fields', [column({ field: [] })], 'the column "Topic" names no field'],
    ['a way that breaks off', [column({ field: 'a..b' })], 'the column "Topic" names no field'],
    ['a code without words', [column({ codes: { 1: '' } })], 'a code of the column "Topic" has no words'],
    ['details only', [column({ isDetail: true })], 'at least one column must stand in the table'],
  ])('%s', (_name, columns, mistake) => {
    expect(findColumnMistake(columns)).toBe(mistake);
  });

  test('a source with a mistake is refused, with the source named', () => {
    expect(() => declareSource({ columns: [column({ field: '' })] })).toThrow(
      'Source "things": the column "Topic" names no field',
    );
  });

  test.each(['completeness', 'files'])('the id %s is taken', (id) => {
    expect(() => declareSource({ id })).toThrow('the id is taken');
  });
});
