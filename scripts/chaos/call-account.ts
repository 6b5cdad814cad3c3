import type { Step } from '../../src/model/step.js';
import { mayBeOf, mayBeOfLastLook } from './covered-calls.js';
import type { Reference } from './reference.js';

/** Holds the calls of a campaign against those of its requests undisturbed, and of the steps that a kill met. */
export class CallAccount {
  private readonly made = new Map<string, number>();
  private readonly allowed = new Map<string, number>();

  constructor(private readonly references: readonly Reference[]) {}

  add(calls: Record<string, number>): void {
    for (const [call, count] of Object.entries(calls)) raise(this.made, call, count);
  }

  /** A request about a person may make the calls of an undisturbed one. */
  allowRequest(person: number): void {
    for (const [call, count] of Object.entries(this.callsOf(person))) raise(this.allowed, call, count);
  }

  /** A step that was running when the process died may make its calls again. */
  allowStep(person: number, step: Step): void {
    const reference = this.references[person];
    this.allow(person, (call) =>
      mayBeOf(step, call, (mediaId) => reference?.isFileOf(step, mediaId) ?? false),
    );
  }

  /** The last look at what was unfinished begins anew with a source when the process died before it was done. */
  allowLastLook(person: number, sourceId: string): void {
    this.allow(person, (call) => mayBeOfLastLook(sourceId, call));
  }

  /** Calls that were made more often than may be, or by nobody's order. */
  get excess(): string[] {
    return [...this.made].flatMap(([call, count]) => {
      const most = this.allowed.get(call) ?? 0;
      return count > most ? [`${call}: ${count} times instead of at most ${most}`] : [];
    });
  }

  /** Calls in all, and those beyond what undisturbed requests make. */
  count(requestsOf: readonly number[]): { calls: number; repeated: number } {
    const calls = [...this.made.values()].reduce((sum, count) => sum + count, 0);
    const needed = requestsOf.reduce(
      (sum, requests, person) =>
        sum + requests * Object.values(this.callsOf(person)).reduce((total, count) => total + count, 0),
      0,
    );
    return { calls, repeated: calls - needed };
  }

  private allow(person: number, isAllowed: (call: string) => boolean): void {
    for (const [call, count] of Object.entries(this.callsOf(person)))
      if (isAllowed(call)) raise(this.allowed, call, count);
  }

  private callsOf(person: number): Record<string, number> {
    return this.references[person]?.calls ?? {};
  }
}

const raise = (counts: Map<string, number>, name: string, by: number) =>
  counts.set(name, (counts.get(name) ?? 0) + by);
