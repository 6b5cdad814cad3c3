/** A longer timer would fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** Those who wait for something to happen to a request. */
export class Waiters {
  private readonly byRequest = new Map<string, Set<() => void>>();

  /** Resolves at the next notification, when the time is over, or when the caller is gone. */
  wait(id: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.byRequest.get(id) ?? new Set();
      this.byRequest.set(id, waiting);
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, longestTimerMs));
      waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  notify(id: string): void {
    for (const done of this.byRequest.get(id) ?? []) done();
    this.byRequest.delete(id);
  }

  notifyAll(): void {
    for (const id of [...this.byRequest.keys()]) this.notify(id);
  }
}
