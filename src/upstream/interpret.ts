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
import { parseJson } from '../json.js';
import { Transient } from './refusal.js';
import type { Incoming } from './send.js';

/** The call an answer belongs to, as far as its meaning depends on it. */
export interface Asked {
  endpoint: string;
  scopes: ScopeAlternatives;
  rateLimit?: RateLimit;
  /** Rules that go before the connector's own. */
  failures?: readonly FailureRule[];
  /** Whether the body has the expected shape; a body that has not is broken and asked again. */
  expect?: (body: VendorRecord) => boolean;
}

/** What an answer means: a body, or a judgement about a failure. */
export type Meaning =
  { body: VendorRecord } | { judgement: Judgement; code?: number; headers: Incoming['headers'] };

type AnswerRules = Pick<Connector, 'conventions' | 'failures' | 'scopeRemedy'>;

/** Reads an answer's text in the light of the call. Throws `Transient` for a body that cannot be right. */
export function interpret(rules: AnswerRules, asked: Asked, answer: Incoming, text: string): Meaning {
  const parsed = tryParse(text);
  const error = rules.conventions.readError(text, parsed);
  if (answer.status >= 200 && answer.status < 300) {
    const body = isVendorRecord(parsed) ? parsed : undefined;
    if (body && (asked.expect?.(body) ?? error?.code === undefined)) return { body };
    if (error?.code === undefined) throw new Transient('broken_answer', 'a success with an unreadable body');
  }
  const failure: VendorFailure = {
    status: answer.status,
    code: error?.code,
    message: error?.message ?? text.slice(0, 500),
    fields: error?.fields ?? [],
    headers: answer.headers,
    family: asked.rateLimit?.family,
    endpoint: asked.endpoint,
  };
  return { judgement: judgeFailure(rules, asked, failure), code: failure.code, headers: answer.headers };
}

function judgeFailure(rules: AnswerRules, asked: Asked, failure: VendorFailure): Judgement {
  if (failure.status >= 500 || [408, 425].includes(failure.status))
    return { do: 'retry', reason: 'vendor_error' };
  const judgement = judge([...(asked.failures ?? []), ...rules.failures], failure);
  if (!judgement) return unknownRefusal(failure);
  if (judgement.do === 'stop' && judgement.outcome === 'scope_missing')
    return { ...judgement, remedy: rules.scopeRemedy(asked.scopes) };
  return judgement;
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

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined; // an unreadable body is judged by its status and its text
  }
}
