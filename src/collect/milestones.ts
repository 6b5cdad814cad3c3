/** What of a source others wait for: its list was read, refused or given up; its records are whole, with their details. */
type Milestone = 'listed' | 'whole';

/** Lets sources wait for each other, without knowing each other. Who waited looks for itself how far the other came. */
export class Milestones {
  private readonly marks = new Map<string, { reached: Promise<void>; reach: () => void }>();

  /** Resolves when the source is so far, or comes no further in this run. */
  reached(milestone: Milestone, sourceId: string): Promise<void> {
    return this.mark(milestone, sourceId).reached;
  }

  reach(milestone: Milestone, sourceId: string): void {
    this.mark(milestone, sourceId).reach();
  }

  /** All sources are gone through again. */
  restart(): void {
    this.marks.clear();
  }

  private mark(milestone: Milestone, sourceId: string) {
    const name = `${milestone} ${sourceId}`;
    const known = this.marks.get(name);
    if (known) return known;
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const fresh = { reached, reach };
    this.marks.set(name, fresh);
    return fresh;
  }
}
