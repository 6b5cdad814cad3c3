import type { FaultResponse, JsonObject, JsonValue, Simulator } from '../../../simulators/zoom/index.js';
import type { Random } from '../random.js';
import type { CallKind, CallPurpose } from './call-kinds.js';

/** How often a fault comes: a single time, a few times in a row, or at every call. */
export type Persistence = 'once' | 'twice' | 'always';

/** What a request may come to when its calls meet a fault. */
export type FaultNature =
  /** It passes: only when it never ends may something be missing. */
  | 'passing'
  /** The vendor says no for good: what was asked may be missing at once. */
  | 'final'
  /** A fresh token heals it. */
  | 'token'
  /** The request must wait for the next day. */
  | 'daily';

/** One of the 24 faults. */
export interface UpstreamFault {
  id: string;
  nature: FaultNature;
  persistences: readonly Persistence[];
  /** Purposes of calls at which it can be played; absent: all. */
  at?: readonly CallPurpose[];
  /** How the simulator plays it; absent: the connection itself does not come about. */
  respond?: (kind: CallKind, random: Random) => FaultResponse;
  connection?: 'refused' | 'silent';
  /** What else happens when it is met. */
  onHit?: (simulator: Simulator) => void;
}

const all = ['once', 'twice', 'always'] as const;
/** Answers that have a body of their own; a redirect has none that could be spoilt. */
const withBody = ['token', 'lookup', 'record', 'list', 'detail', 'reread', 'storage'] as const;
const withJson = ['token', 'lookup', 'record', 'list', 'detail', 'reread'] as const;

const answer = (status: number, code: number, message: string, headers?: Record<string, string>) => () => ({
  status,
  headers,
  body: { code, message },
});

const oauth =
  (status: number, error: string, reason: string, otherwise: () => FaultResponse) =>
  ({ purpose }: CallKind): FaultResponse =>
    purpose === 'token' ? { status, body: { error, reason } } : otherwise();

const passing = (id: string, respond: UpstreamFault['respond'], at?: readonly CallPurpose[]) => ({
  ...{ id, nature: 'passing' as const, persistences: all, respond },
  ...(at && { at }),
});

/** The 24 faults of the test plan. */
export const upstreamFaults: readonly UpstreamFault[] = [
  {
    ...{ id: '400', nature: 'final', persistences: all },
    respond: oauth(400, 'invalid_request', 'Bad Request', answer(400, 300, 'Invalid request.')),
  },
  {
    ...{ id: '401 expired', nature: 'token', persistences: all },
    respond: oauth(401, 'invalid_client', 'Invalid client_id or client_secret', () => ({
      status: 401,
      body: { code: 124, message: 'Access token is expired.' },
    })),
  },
  {
    ...{ id: '401 revoked', nature: 'final', persistences: ['always'] },
    respond: oauth(401, 'invalid_client', 'Invalid client_id or client_secret', () => ({
      status: 401,
      body: { code: 124, message: 'Invalid access token.' },
    })),
    onHit: ({ expireTokens, faults }) => {
      expireTokens();
      const body = { error: 'invalid_client', reason: 'Invalid client_id or client_secret' };
      faults.add({ operation: 'token', times: Infinity, respond: { status: 401, body } });
    },
  },
  {
    ...{ id: '403 scope', nature: 'final', persistences: all },
    respond: oauth(
      403,
      'access_denied',
      'The app is not activated',
      answer(403, 4711, 'Invalid access token, does not contain scopes:[some:read:scope].'),
    ),
  },
  {
    ...{ id: '404', nature: 'final', persistences: all },
    respond: answer(404, 2300, 'This API endpoint is not recognized.'),
  },
  passing('429 with seconds', () => ({ kind: '429-second', retryAfter: 'seconds' })),
  passing('429 with a date', () => ({ kind: '429-second', retryAfter: 'http-date' })),
  passing('429 bare', () => ({ kind: '429-second', retryAfter: 'none' })),
  {
    ...{ id: '429 daily', nature: 'daily', persistences: ['once', 'always'] },
    respond: () => ({ kind: '429-daily', retryAfter: 'iso', resumesInSeconds: 1 }),
  },
  passing('500', answer(500, 500, 'Internal error')),
  passing('502', () => ({ status: 502, body: '<html>Bad gateway</html>' })),
  passing('503 with Retry-After', answer(503, 503, 'Service unavailable', { 'Retry-After': '1' })),
  { id: 'connect refused', nature: 'passing', persistences: all, connection: 'refused' },
  { id: 'connect timeout', nature: 'passing', persistences: all, connection: 'silent' },
  passing('stall in headers', () => 'stall-headers'),
  passing('stall in body', () => 'stall-body', withBody),
  passing('reset in body', () => 'reset-body', withBody),
  passing('short body', () => 'truncate', withBody),
  passing('malformed JSON', () => 'malformed-json', withJson),
  passing('wrong shape', (kind, random) => alwaysThe(wrongShape(kind, random)), withJson),
  passing('HTML with 200', () => 'html-200'),
  {
    ...{ id: 'page token repeated', nature: 'passing', persistences: ['always'], at: ['list'] },
    respond: () => 'repeat-page-token',
  },
  passing('page token expired', () => 'expire-page-token', ['list']),
  {
    ...{ id: 'rows moved between pages', nature: 'passing', persistences: ['once', 'twice'], at: ['list'] },
    respond: () => ({ transform: moveRow }),
  },
];

/** One shape a cell: a broken one among several would hide that another was believed. */
const alwaysThe = (body: JsonValue): FaultResponse => ({ transform: () => body });

/**
 * Right JSON that answers another question. Settings have no field that must be there: an object instead of them
 * cannot be told from settings and is kept as it came, so only other values are wrong there.
 */
function wrongShape({ id }: CallKind, random: Random): JsonValue {
  const values: JsonValue[] = [[], 'done'];
  const objects: JsonValue[] = id.endsWith('settings') ? [] : [{}, { data: {} }, { result: 'ok' }];
  const shapes = [...values, ...objects];
  return shapes[random.below(shapes.length)] ?? null;
}

/** A row came in before this page while it was fetched: its first row is left out here, another comes twice. */
function moveRow(body: JsonObject): JsonValue {
  for (const [name, rows] of Object.entries(body))
    if (Array.isArray(rows) && rows.length > 1)
      return { ...body, [name]: [...rows.slice(1), ...rows.slice(-1)] };
  return body;
}
