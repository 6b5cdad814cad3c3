/** Works that must not overlap, in the order in which they came. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves with what the work gives, once all before it have ended. */
  take<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
