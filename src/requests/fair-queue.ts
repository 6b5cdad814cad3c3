/** Requests that wait to run. Connections take turns; the requests of one run in the order they came. */
export class FairQueue {
  private readonly waiting = new Map<string, string[]>();

  /** `mostPerConnection`: requests of one connection that run at once. */
  constructor(private readonly mostPerConnection: number) {}

  push(connectionId: string, id: string): void {
    const queue = this.waiting.get(connectionId) ?? [];
    if (!queue.includes(id)) queue.push(id);
    this.waiting.set(connectionId, queue);
  }

  /** Nobody's turn changes by it. */
  remove(id: string): void {
    for (const [connectionId, queue] of this.waiting) {
      const others = queue.filter((other) => other !== id);
      if (others.length > 0) this.waiting.set(connectionId, others);
      else this.waiting.delete(connectionId);
    }
  }

  /** The next request of the connection that has the fewest running; undefined: none may start. */
  take(runningOf: (connectionId: string) => number): string | undefined {
    const free = [...this.waiting.keys()]
      .map((connectionId) => ({ connectionId, running: runningOf(connectionId) }))
      .filter(({ running }) => running < this.mostPerConnection)
      .sort((one, other) => one.running - other.running)[0];
    if (!free) return undefined;
    const [id, ...others] = this.waiting.get(free.connectionId) ?? [];
    this.keep(free.connectionId, others);
    return id;
  }

  /** An emptied queue leaves; the others move up, so that equals take turns. */
  private keep(connectionId: string, queue: string[]): void {
    this.waiting.delete(connectionId);
    if (queue.length > 0) this.waiting.set(connectionId, queue);
  }
}
