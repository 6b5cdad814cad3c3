/** Lets sources wait for each other's lists, without knowing each other. */
export class Milestones {
  private readonly marks = new Map<string, { reached: Promise<void>; reach: () => void }>();

  /** Resolves when the source's list has been read, refused or given up. */
  listed(sourceId: string): Promise<void> {
    return this.mark(sourceId).reached;
  }

  markListed(sourceId: string): void {
    this.mark(sourceId).reach();
  }

  private mark(sourceId: string) {
    const known = this.marks.get(sourceId);
    if (known) return known;
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const fresh = { reached, reach };
    this.marks.set(sourceId, fresh);
    return fresh;
  }
}
