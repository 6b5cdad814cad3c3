import type { Outcome, Reason } from './outcome.js';

/** An answer that is not what was asked for, reduced to what a decision needs. */
export interface VendorFailure {
  /** HTTP status; 200 when the vendor hides an error in a success. */
  status: number;
  /** The vendor's own error number, where the body holds one. */
  code?: number;
  /** The vendor's message. */
  message: string;
  /** Names of the fields a validation error complains about. */
  fields: readonly string[];
  /** Scopes the vendor says are missing; any one of them is enough. */
  scopes?: readonly string[];
  /** Response headers, names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Rate-limit family of the operation asked. */
  family?: string;
  /** Template of the operation asked, such as `/users/{subject}/meetings`. */
  endpoint: string;
}

/** What to do about a failure. `stop` is final; everything else goes on. */
export type Judgement =
  | { do: 'renew-token' }
  | { do: 'retry'; reason: Reason }
  | { do: 'wait' }
  | { do: 'pause' }
  | { do: 'restart-window' }
  | { do: 'split-window' }
  | { do: 'accept-as-empty' }
  | { do: 'accept-without-file' }
  | { do: 'stop'; outcome: Outcome; reason: Reason; remedy: string };

/** One line of a failure table: all conditions given must hold; the first line that holds decides. */
export interface FailureRule {
  status?: readonly number[];
  code?: readonly number[];
  message?: RegExp;
  header?: { name: string; value: RegExp };
  family?: string;
  endpoint?: RegExp;
  then: Judgement;
}

/** The judgement of the first rule that fits, or undefined when none does. */
export function judge(rules: readonly FailureRule[], failure: VendorFailure): Judgement | undefined {
  return rules.find((rule) => fits(rule, failure))?.then;
}

function fits(rule: FailureRule, failure: VendorFailure): boolean {
  const complaint = [failure.message, ...failure.fields].join(' ');
  return (
    (rule.status === undefined || rule.status.includes(failure.status)) &&
    (rule.code === undefined || (failure.code !== undefined && rule.code.includes(failure.code))) &&
    (rule.message === undefined || rule.message.test(complaint)) &&
    (rule.header === undefined || rule.header.value.test(failure.headers[rule.header.name] ?? '')) &&
    (rule.family === undefined || rule.family === failure.family) &&
    (rule.endpoint === undefined || rule.endpoint.test(failure.endpoint))
  );
}
