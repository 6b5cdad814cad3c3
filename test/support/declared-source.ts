import { z } from 'zod';
import {
  defineSource,
  textOf,
  type AskedSource,
  type EarliestDay,
  type Operation,
  type Source,
} from '../../src/contract/index.js';

/** A first possible day for declared windows. */
export const longAgo: EarliestDay = {
  day: '2013-01-01',
  because: 'Things began in January 2013.',
  docs: 'https://example.com/beginning',
};

/** A small declared source and its one operation; tests change what they are about. */
export function declareSource(
  changes: Partial<AskedSource> = {},
  operation: Partial<Operation> = {},
): AskedSource {
  const asked: Operation = {
    endpoint: '/users/{subject}/things',
    scopes: { granular: ['thing:read'], classic: [] },
    rateLimit: { family: 'main', label: 'medium' },
    pages: { follow: 'token', size: 300 },
    list: 'things',
    ...operation,
  };
  return defineSource<AskedSource>({
    ...{ id: 'things', title: 'Your things', category: 'Things', docs: 'https://example.com/docs' },
    asks: [asked],
    record: z.looseObject({ id: z.string() }),
    recordId: ({ id }) => textOf(id),
    ...changes,
  });
}

/** A source whose operations are changed; one that is made of the lookup stays. */
export function withOperations(source: Source, change: (operation: Operation) => Operation): Source {
  if (!source.asks) return source;
  const [first, ...others] = source.asks;
  return { ...source, asks: [change(first), ...others.map(change)] };
}
