/** How far one source has come. */
export interface SourceProgress {
  state: 'waiting' | 'running' | 'done';
  steps: { done: number; total: number };
  records: number;
  files: { done: number; total: number };
  bytes: number;
}

/** How far the writing of a report has come. */
export interface PackingProgress {
  done: number;
  total: number;
}

/** How far the sources of a request, and then its report, have come, while it runs. */
export class Progress {
  private readonly sources = new Map<string, SourceProgress>();
  /** Entries of the zip; absent: it is not being written. */
  packing: PackingProgress | undefined;

  /** Forgets what was counted. */
  restart(): void {
    this.sources.clear();
    this.packing = undefined;
  }

  of(sourceId: string): SourceProgress {
    const known = this.sources.get(sourceId);
    if (known) return known;
    const fresh: SourceProgress = {
      state: 'waiting',
      steps: { done: 0, total: 0 },
      records: 0,
      files: { done: 0, total: 0 },
      bytes: 0,
    };
    this.sources.set(sourceId, fresh);
    return fresh;
  }
}
