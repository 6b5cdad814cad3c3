import type { SourceStep } from '../model/step.js';

/** Steps that are wanted now, laid over those that were planned before: who has a result keeps it. */
export class Planned<S extends SourceStep> {
  readonly steps: S[] = [];
  added = 0;
  private readonly known = new Map<string, S[]>();
  private next = 0;

  /** What was planned before. Steps of one name belong together. */
  async take(known: AsyncIterable<S[]>, nameOf: (step: S) => string | undefined): Promise<void> {
    for await (const page of known)
      for (const step of page) {
        this.next = step.position + 1;
        const name = nameOf(step);
        if (name === undefined) continue;
        const named = this.known.get(name);
        if (named) named.push(step);
        else this.known.set(name, [step]);
      }
  }

  /** The steps of a name, as they were planned before. */
  of(name: string): readonly S[] {
    return this.known.get(name) ?? [];
  }

  isDone(name: string): boolean {
    return this.of(name)[0]?.result !== undefined;
  }

  /** A list that was read again may have given the record another number: it is named by the new one. */
  add(name: string, step: Omit<S, 'position'>): void {
    const [before] = this.of(name);
    if (!before) this.added += 1;
    const place = before ? { position: before.position, result: before.result } : { position: this.next++ };
    this.steps.push({ ...step, ...place } as S);
  }

  /** Keeps a step that was planned before, as it is or with other parameters. */
  keep(step: S): void {
    this.steps.push(step);
  }
}
