import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  defineSource,
  type AskedSource,
  type DetailRule,
  type MadeSource,
  type Operation,
  type Source,
} from '../../../src/contract/index.js';
import { declareSource, longAgo } from '../../support/declared-source.js';

const { asks } = declareSource();
const [operation] = asks;
const window = { maxDays: 30, earliest: longAgo, dateField: 'at', ifWider: 'cut' } as const;
const detail: DetailRule = { ...operation, id: 'more', endpoint: '/x', pages: undefined, list: undefined };
const made: MadeSource = {
  ...{ id: 'profile', title: 'Your profile', category: 'Identity', docs: 'https://example.com/docs' },
  record: z.looseObject({}),
  recordId: () => 'profile',
  made: { by: operation, make: ({ record }) => [record] },
};

describe('what is declared of a source', () => {
  test.each<[string, Partial<AskedSource>, Partial<Operation>, string]>([
    ['an id with capitals', { id: 'Things' }, {}, 'the id must be kebab-case letters'],
    ['a path without a slash', {}, { endpoint: 'things' }, 'the endpoint must start with "/"'],
    ['a placeholder that nothing fills', {}, { endpoint: '/{id}' }, 'nothing says what to put into /{id}'],
    ['no scope', {}, { scopes: { granular: [], classic: [] } }, 'no scope is declared'],
    ['pages of nothing', {}, { pages: { follow: 'token', size: 0 } }, 'a page holds at least one record'],
    ['pages without a list', {}, { list: undefined }, 'a paged operation needs a list'],
    ['a window of no day', {}, { window: { ...window, maxDays: 0 } }, 'a window is at least one day'],
    [
      'a beginning that is no day',
      {},
      { window: { ...window, earliest: { ...longAgo, day: '2013' } } },
      'the earliest day must be written yyyy-mm-dd',
    ],
    [
      'a window within no parent',
      {},
      { window: { ...window, within: () => ({}) } },
      'a window within a parent needs forEach',
    ],
    [
      'a reach by a date of no parent',
      {},
      { reach: { months: 6, dateField: 'at' } },
      'a reach by a date of the parent needs forEach',
    ],
    [
      'windows in which no parent was listed',
      {},
      { window: { ...window, whereListed: true } },
      'windows in which a parent was listed need forEach',
    ],
    [
      'a reach of no month',
      { forEach: [{ source: 'others' }] },
      { reach: { months: 0, dateField: 'at' } },
      'a reach is at least one month',
    ],
    [
      'operations that cut time in different ways',
      { asks: [operation, { ...operation, window }] },
      {},
      'all its operations must cut time alike',
    ],
    ['no parent at all', { forEach: [] }, {}, 'forEach must name a source'],
    [
      'a parent twice',
      { forEach: [{ source: 'others' }, { source: 'others' }] },
      {},
      'forEach names a source twice',
    ],
    ['two details of one id', { details: [detail, detail] }, {}, 'detail ids must be unique'],
    [
      'two details under one name',
      {
        details: [
          { ...detail, as: 'more' },
          { ...detail, id: 'other', as: 'more' },
        ],
      },
      {},
      'two details stand under one name',
    ],
    [
      'a list as a detail without a name',
      { details: [{ ...detail, list: 'rows' }] },
      {},
      'the detail "more" brings a list and needs a name to stand under',
    ],
    [
      'a detail with dates',
      { details: [{ ...detail, window }] },
      {},
      'the detail "more" has dates, which a record\'s own call cannot have',
    ],
    [
      'two attachment rules of one id',
      { attachments: ['a', 'a'].map((id) => ({ id, list: () => [] })) },
      {},
      'attachment ids must be unique',
    ],
    [
      'an operation for files that nothing paces',
      { attachments: [{ id: 'a', list: () => [], endpoint: '/files/{id}' }] },
      {},
      'the operation of the attachments "a" needs a path, scopes and a rate limit',
    ],
    [
      'a limit that is no sentence',
      { limits: ['Not all'] },
      {},
      'a limit must be a sentence with a full stop',
    ],
  ])('%s is refused with a sentence', (_name, changes, first, sentence) => {
    const source = { ...declareSource(), asks: [{ ...operation, ...first }] as const, ...changes };
    expect(() => defineSource(source)).toThrow(new TypeError(`Source "${source.id}": ${sentence}`));
  });

  test('it is asked or made, one of them', () => {
    const neither = { ...made, made: undefined } as unknown as Source;
    const both = { ...declareSource(), made: made.made } as unknown as Source;
    for (const source of [neither, both])
      expect(() => defineSource(source)).toThrow('either asked of the vendor or made of the lookup');
  });

  test('what is right is frozen and given back', () => {
    const right = declareSource({
      forEach: [{ source: 'others', carry: ['id'] }],
      details: [detail, { ...detail, id: 'rows', as: 'rows', list: 'rows' }],
      limits: ['Shared ones are not listed.'],
    });
    expect(Object.isFrozen(right)).toBe(true);
    expect(defineSource(made)).toBe(made);
  });
});
