import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  defineConnector,
  defineSource,
  type Ask,
  type Judgement,
  type Outcome,
  type Reason,
} from '../../../src/contract/index.js';

/**
 * A second vendor, made up: a book of notes. It differs from the first wherever a connector may: names of pages, form of
 * errors, plans, limits, signatures. No line of `src/` knows it.
 */
const rateLimit = { family: 'notes', label: 'calls' };
const scopes = (name: string) => ({ granular: [name], classic: [name] });

const lookup: Ask = {
  ...{ endpoint: '/people/{email}', scopes: scopes('people'), rateLimit },
  expect: ({ person }) => typeof person === 'string',
};

const stop = (outcome: Outcome, reason: Reason, remedy: string): Judgement & { do: 'stop' } => ({
  ...{ do: 'stop', outcome, reason, remedy },
});

const account = defineSource({
  ...{ id: 'account', title: 'Your account', category: 'Identity', docs: 'https://harbour.example.com/docs' },
  made: { by: lookup, make: (subject) => [subject.record] },
  record: z.looseObject({ person: z.string() }),
  recordId: ({ person }) => String(person),
});

const notes = defineSource({
  ...{ id: 'notes', title: 'Notes you wrote', category: 'Content', docs: 'https://harbour.example.com/docs' },
  asks: [
    {
      ...{ endpoint: '/people/{subject}/notes', scopes: scopes('notes'), rateLimit },
      ...{ pages: { follow: 'token', size: 2 }, list: 'entries' },
    },
  ],
  record: z.looseObject({ key: z.string(), text: z.string() }),
  recordId: ({ key }) => String(key),
});

/** Everything there is to know about it. */
export const harbour = defineConnector({
  id: 'harbour',
  title: 'Harbour',
  settings: {
    prefix: 'HARBOUR',
    apiUrl: 'https://api.harbour.example.com/book',
    oauthUrl: 'https://harbour.example.com/keys',
  },
  plans: ['single'],
  rateLimits: () => ({ labels: [{ ...rateLimit, calls: 5_000, perMs: 1_000 }], budgets: [] }),
  ownHosts: ['harbour.example.com'],
  apiPath: '/book',
  conventions: {
    encodePathValue: (value) => encodeURIComponent(value),
    pages: {
      ...{ size: 'per', token: 'cursor', nextToken: 'next', number: 'page', pageCount: 'pages' },
      total: 'all',
    },
    subjectNames: ['id'],
    unknownSubject: { '*': [41] },
    window: { from: 'since', to: 'till' },
    readError(_body, parsed) {
      const { fault } = (parsed ?? {}) as { fault?: { number: number; words: string } };
      return fault && { code: fault.number, message: fault.words, fields: [] };
    },
  },
  authorization: {
    paths: { authorize: '/ask', token: '/new', revoke: '/end' },
    accountGrant: (accountId) => ({ grant_type: 'client_credentials', book: accountId }),
    readToken: ({ key, seconds }) =>
      typeof key === 'string'
        ? { accessToken: key, lifetimeSeconds: Number(seconds), scopes: ['people', 'notes'] }
        : undefined,
    isOwnRefusal: (_status, { fault }) => fault !== undefined,
    isGrantUsedUp: () => false,
    isNotActivated: () => false,
    remedy: () => 'Harbour refused the credentials: copy them again.',
    explainConsentError: () => 'Harbour was not asked.',
  },
  accountProbe: {
    consenter: lookup,
    anyUser: { ...lookup, endpoint: '/people' },
    readUsers: ({ person, book }) =>
      typeof person === 'string' && typeof book === 'string' ? [{ userId: person, accountId: book }] : [],
    readCallsLeft: () => undefined,
    regionOf: () => 'harbour',
  },
  webhooks: {
    signatureHeader: 'x-harbour-seal',
    timestampHeader: 'x-harbour-moment',
    sign: (secret, moment, body) => createHmac('sha512', secret).update(moment).update(body).digest('base64'),
    read: ({ left, client }) =>
      typeof left === 'string'
        ? {
            do: 'forget-account',
            accountId: left,
            clientId: typeof client === 'string' ? client : undefined,
          }
        : undefined,
  },
  failures: [{ code: [41], then: stop('withheld', 'subject_refused', 'Harbour does not know this person.') }],
  isOwnFailure: ({ code }) => code !== undefined,
  scopeRemedy: ({ granular }) => `Grant ${granular.join(', ')} in Harbour.`,
  lookup,
  widerLookup: { ...lookup, endpoint: '/people' },
  async findSubject(email, vendor) {
    const answer = await vendor.ask({ ...lookup, values: { email } });
    const searched = [{ place: 'people by e-mail', result: answer.answered ? 'found' : 'not found' }];
    const search = { searched, notSearched: [] };
    if (answer.answered) {
      const { body: record } = answer;
      const subject = { ...{ email, addresses: [email] }, id: String(record.person), record };
      return { end: 'found', subject, ...search };
    }
    if (answer.code === 41) return { end: 'no_match', ...search };
    return { end: 'refused', refusal: answer.refusal, searched: [], notSearched: [] };
  },
  sources: [account, notes],
  notRead: [],
});
