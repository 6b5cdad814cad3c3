import { z } from 'zod';
import { defineSource, textOf, type EarliestDay, type Source } from '../../src/contract/index.js';

/** A first possible day for declared windows. */
export const longAgo: EarliestDay = {
  day: '2013-01-01',
  because: 'Things began in January 2013.',
  docs: 'https://example.com/beginning',
};

/** A small declared source; tests change what they are about. */
export function declareSource(changes: Partial<Source> = {}): Source {
  return defineSource({
    ...{ id: 'things', title: 'Your things', category: 'Things', docs: 'https://example.com/docs' },
    endpoint: '/users/{subject}/things',
    scopes: { granular: ['thing:read'], classic: [] },
    rateLimit: { family: 'main', label: 'medium' },
    pages: 'token',
    pageSize: 300,
    list: 'things',
    record: z.looseObject({ id: z.string() }),
    recordId: ({ id }) => textOf(id),
    ...changes,
  });
}
