import {
  queriesOf,
  textOf,
  type AskedSource,
  type Operation,
  type Reason,
  type VendorRecord,
} from '../contract/index.js';
import { toDay } from '../clock.js';
import { monthsBefore } from '../model/days.js';
import type { ListResult } from '../model/step-result.js';
import { givenOf, type Collection } from './collection.js';
import { remedyFor } from '../upstream/refusal.js';
import type { RefusedEnd } from './end-of-refusal.js';

/** What the choice of operations rests on. */
export type ChoiceNeeds = Pick<Collection, 'subject' | 'accountId' | 'grants'> & { now: number };

/** The date of a parent by which an operation reaches it or not. */
export function dateOf({ asks }: AskedSource, parent: VendorRecord | undefined): string | undefined {
  const field = asks.flatMap(({ reach }) => reach?.dateField ?? [])[0];
  return field === undefined || !parent ? undefined : textOf(parent[field]);
}

/** Whether an operation answers for a parent, by the date of the parent; an unreadable date is no reason not to ask. */
export function isReached({ reach }: Operation, parent: VendorRecord | undefined, now: number): boolean {
  const moment = reach && parent ? Date.parse(String(parent[reach.dateField])) : NaN;
  return !reach || Number.isNaN(moment) || toDay(moment) >= monthsBefore(toDay(now), reach.months);
}

/** Numbers of the operations that may be asked for a parent, or for the subject, the richest first. */
export function usableOperations(needs: ChoiceNeeds, source: AskedSource, parent?: VendorRecord): number[] {
  const given = givenOf(needs, parent);
  return source.asks.flatMap((operation, number) => {
    const isSomethingToAsk = !operation.values || operation.values(given) !== undefined;
    const isUsable = needs.grants(operation.scopes) && isReached(operation, parent, needs.now);
    return isUsable && isSomethingToAsk ? [number] : [];
  });
}

/** Whether an operation has a query of that number. */
export const hasQuery = (
  needs: ChoiceNeeds,
  source: AskedSource,
  operation: number | undefined,
  query: number,
  parent?: VendorRecord,
): boolean => {
  const declared = source.asks[operation ?? 0];
  return declared !== undefined && query < queriesOf(declared, givenOf(needs, parent)).length;
};

/** Refusals without one success after which an operation is given up: nothing answers there. */
const hopelessFailures = 4;

/** Refusals that hold for whoever is asked about. */
const forGood: ReadonlySet<Reason> = new Set(['scope_missing', 'not_licensed']);

/** Refusals that speak of the record asked about, and say nothing about the operation. */
const aboutTheParent: ReadonlySet<Reason> = new Set(['not_found', 'beyond_look_back']);

/** What the steps of a source have learnt about its operations. */
export class OperationRecord {
  private readonly answered = new Set<number>();
  private readonly failures = new Map<number, RefusedEnd[]>();

  constructor(private readonly source: AskedSource) {}

  note({ end, operation = 0, usedFallback, passedOver = [], calls }: ListResult): void {
    // What was not asked says nothing.
    if (calls === 0) return;
    for (const refusal of passedOver) this.fail(refusal.operation, refusal.end);
    const last = usedFallback ? 1 : operation;
    if (end.kind !== 'refused') this.answered.add(last);
    else if (!passedOver.some((one) => one.operation === last)) this.fail(last, end);
    if (usedFallback) this.fail(0, end.kind === 'refused' ? end : unknown);
  }

  /** Why an operation is not asked any more; undefined: it is. */
  refusalOf(operation: number): RefusedEnd | undefined {
    const failures = this.failures.get(operation) ?? [];
    const final = failures.find(({ reason }) => forGood.has(reason));
    if (final && !this.answered.has(operation)) return final;
    // Asked for one subject, what one operation refuses once it refuses again, while another answers.
    const isReplaced = !this.source.forEach && [...this.answered].some((number) => number > operation);
    if (isReplaced) return failures[0];
    return !this.answered.has(operation) && failures.length >= hopelessFailures ? failures[0] : undefined;
  }

  private fail(operation: number, end: RefusedEnd): void {
    if (this.source.forEach && aboutTheParent.has(end.reason)) return;
    this.failures.set(operation, [...(this.failures.get(operation) ?? []), end]);
  }
}

/** Steps of older versions do not tell why the first operation was refused. */
const unknown: RefusedEnd = {
  kind: 'refused',
  outcome: 'failed',
  reason: 'request_refused',
  remedy: remedyFor('request_refused'),
};
