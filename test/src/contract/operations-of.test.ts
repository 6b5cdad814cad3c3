import { expect, test } from '@jest/globals';
import { canAsk, lackingScopes, limitsOf, operationsOf, scopesOf } from '../../../src/contract/index.js';
import { declareSource } from '../../support/declared-source.js';

const [operation] = declareSource().asks;
const of = (scope: string, label = 'light') => ({
  ...{ endpoint: `/${scope}`, scopes: { granular: [scope], classic: [] } },
  rateLimit: { family: 'main', label },
});
const source = declareSource({
  asks: [
    { ...operation, ...of('rich', 'heavy') },
    { ...operation, ...of('poor') },
  ],
  details: [
    { ...of('one'), id: 'one' },
    { ...of('many'), id: 'many', as: 'many', list: 'rows', pages: { follow: 'token', size: 30 } },
  ],
  reread: of('again'),
  attachments: [
    { ...of('video'), id: 'video', list: () => [] },
    { id: 'thumbnail', list: () => [] },
  ],
});
const lacking = (granted: string[]) =>
  lackingScopes(source, ({ granular }) => granular.some((scope) => granted.includes(scope))).map(
    ({ granular: [scope] }) => scope,
  );

test('every call a source can make is in one list, with what it is for', () => {
  expect(
    operationsOf(source).map(({ use, id, endpoint, pageSize }) => [use, id, endpoint, pageSize]),
  ).toEqual([
    ['list', undefined, '/rich', 300],
    ['stand-in', undefined, '/poor', 300],
    ['detail', 'one', '/one', undefined],
    ['detail', 'many', '/many', 30],
    ['reread', undefined, '/again', undefined],
    ['file', 'video', '/video', undefined],
    ['file', 'thumbnail', undefined, undefined],
  ]);
  expect(limitsOf(source).map(({ label }) => label)).toEqual(['heavy', ...Array<string>(5).fill('light')]);
  // A file with an address of its own needs the scope of the list.
  expect(scopesOf(source)).toHaveLength(6);
});

test('of operations that stand in for each other one scope is enough', () => {
  const all = ['rich', 'poor', 'one', 'many', 'again', 'video'];
  expect(lacking(all)).toEqual([]);
  expect(lacking(all.filter((scope) => scope !== 'poor'))).toEqual([]);
  expect(lacking(['poor', 'one', 'again', 'video'])).toEqual(['many', 'rich']);
  expect(lacking([])).toEqual(['rich', 'one', 'many', 'again', 'video']);
  expect(canAsk(source, ({ granular }) => granular.includes('poor'))).toBe(true);
  expect(canAsk(source, ({ granular }) => granular.includes('one'))).toBe(false);
});
