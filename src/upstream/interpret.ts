import {
  isVendorRecord,
  judge,
  type Connector,
  type FailureRule,
  type Judgement,
  type RateLimit,
  type ScopeAlternatives,
  type VendorFailure,
  type VendorRecord,
} from '../contract/index.js';
import { tryParseJson } from '../json.js';
import { Transient } from './refusal.js';
import type { Incoming } from './send.js';
import { remedyFor, strangerOf, type Stranger } from './stranger.js';

/** The call an answer belongs to, as far as its meaning depends on it. */
export interface Asked {
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit?: RateLimit;
  /** Scopes of the token the call was made with; absent: the vendor did not say. */
  granted?: readonly string[];
  /** Rules that go before the connector's own. */
  failures?: readonly FailureRule[];
  /** Whether the body has the expected shape; a body that has not is broken and asked again. */
  expect?: (body: VendorRecord) => boolean;
}

/** What an answer means: a body, or a judgement about a failure. */
export type Meaning =
  | { body: VendorRecord }
  | {
      judgement: Judgement;
      code?: number;
      headers: Incoming['headers'];
      /** It is not the vendor who speaks: the answer says nothing about what was asked. */
      stranger?: Stranger;
    };

type AnswerRules = Pick<Connector, 'conventions' | 'failures' | 'scopeRemedy' | 'isOwnFailure'>;
type Head = Pick<Incoming, 'host' | 'status' | 'headers'>;

/**
 * Reads an answer's text in the light of the call. Only an answer in the vendor's own form is the vendor's
 * judgement; whoever else speaks is asked again. Throws `Transient` for a body that cannot be right.
 */
export function interpret(rules: AnswerRules, asked: Asked, answer: Head, text: string): Meaning {
  const parsed = tryParseJson(text);
  const error = rules.conventions.readError(text, parsed);
  const failure: VendorFailure = {
    status: answer.status,
    code: error?.code,
    message: error?.message ?? '',
    fields: error?.fields ?? [],
    scopes: error?.scopes,
    headers: answer.headers,
    family: asked.rateLimit?.family,
    endpoint: asked.endpoint,
  };
  const isOwn = rules.isOwnFailure(failure);
  if (answer.status >= 200 && answer.status < 300) {
    const body = isVendorRecord(parsed) ? parsed : undefined;
    if (body && (asked.expect?.(body) ?? error?.code === undefined)) return { body };
    if (!isOwn) throw unreadable(answer, text, parsed, error?.code);
  }
  const { code } = failure;
  const { headers } = answer;
  if (isOwn) return { judgement: judgeFailure(rules, asked, failure), code, headers };
  const stranger = strangerOf(answer, text, parsed, code);
  return { judgement: { do: 'retry', reason: 'vendor_unreachable' }, code, headers, stranger };
}

/** What begins like JSON is a broken answer, whosever it is; a page or nothing at all is not the vendor's. */
function unreadable(answer: Head, text: string, parsed: unknown, code: number | undefined): Transient {
  const what = 'a success with an unreadable body';
  if (isVendorRecord(parsed) ? code === undefined : /^\s*[{[]/.test(text))
    return new Transient('broken_answer', what);
  const remedy = remedyFor(strangerOf(answer, text, parsed, code));
  return new Transient('vendor_unreachable', what, undefined, false, remedy);
}

function judgeFailure(rules: AnswerRules, asked: Asked, failure: VendorFailure): Judgement {
  if (failure.status >= 500 || [408, 425].includes(failure.status))
    return { do: 'retry', reason: 'vendor_error' };
  const judgement = judge([...(asked.failures ?? []), ...rules.failures], failure);
  if (!judgement) return unknownRefusal(failure);
  if (judgement.do === 'stop' && judgement.outcome === 'scope_missing')
    return judgeScope(rules, asked, failure, judgement);
  return judgement;
}

/** A scope that the token holds is not to be granted again: then it is something about the person or the role. */
function judgeScope(
  { scopeRemedy }: AnswerRules,
  { scopes, granted, endpoint }: Asked,
  { scopes: named = [] }: VendorFailure,
  judgement: Judgement & { do: 'stop' },
): Judgement {
  const held = granted?.find((scope) => [...scopes.granular, ...scopes.classic].includes(scope));
  if (held === undefined) return { ...judgement, remedy: scopeRemedy(scopes) };
  if (named.length > 0 && !named.some((scope) => granted?.includes(scope)))
    return { ...judgement, remedy: scopeRemedy({ granular: named, classic: [] }) };
  return {
    ...judgement,
    remedy: `The token already holds ${held}, and the vendor refuses ${endpoint} for this person all the same. Look whether the person belongs to a part of the account that the role behind the connection may not view; if the same call is answered for others, ask the vendor and name the operation.`,
  };
}

function unknownRefusal({ status }: VendorFailure): Judgement {
  const stop = (reason: 'not_found' | 'request_refused', remedy: string) =>
    ({ do: 'stop', outcome: 'failed', reason, remedy }) as const;
  return status === 404
    ? stop('not_found', 'The vendor does not know what was asked for. Run the request again later.')
    : stop(
        'request_refused',
        `The vendor refused the call with HTTP status ${status}. Report it to the maintainers of this connector.`,
      );
}
