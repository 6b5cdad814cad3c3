/** A longer timer would fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** How long somebody waits at most, and what else ends the wait. */
export interface WaitEnd {
  ms: number;
  signal?: AbortSignal;
}

/** Those who wait until a request has come so far. They are told nothing: they look for themselves. */
export class Waiters {
  private readonly byRequest = new Map<string, Set<() => void>>();
  private readonly ofAll = new Set<() => void>();

  /** Calls back whenever something has happened to anything; what it gives ends that. */
  watch(look: () => void): () => void {
    this.ofAll.add(look);
    return () => this.ofAll.delete(look);
  }

  /** Resolves when it is so, when the time is over, or when the caller is gone. */
  until(id: string, isSo: () => Promise<boolean>, { ms, signal }: WaitEnd): Promise<void> {
    return new Promise<void>((resolve) => {
      const waiting = this.byRequest.get(id) ?? new Set();
      this.byRequest.set(id, waiting);
      const done = () => {
        clearTimeout(timer);
        waiting.delete(look);
        if (waiting.size === 0 && this.byRequest.get(id) === waiting) this.byRequest.delete(id);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const look = () => {
        void orLooksItself(isSo).then((isIt) => {
          if (isIt) done();
        });
      };
      const timer = setTimeout(done, Math.min(ms, longestTimerMs));
      waiting.add(look);
      signal?.addEventListener('abort', done);
      // After it is known who waits: what happens while this looks wakes it again.
      look();
    });
  }

  /** Something has happened to a request. */
  wake(id: string): void {
    for (const look of [...(this.byRequest.get(id) ?? []), ...this.ofAll]) look();
  }

  wakeAll(): void {
    for (const id of [...this.byRequest.keys()]) this.wake(id);
  }
}

/** What was committed is not undone because somebody who waits cannot look: that one then meets the fault. */
async function orLooksItself(isSo: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isSo();
  } catch {
    return true;
  }
}
