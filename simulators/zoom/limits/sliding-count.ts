/** Counts events inside a sliding window and remembers the highest count it saw. */
export class SlidingCount {
  highest = 0;
  private times: number[] = [];
  private first = 0;

  constructor(private readonly windowMs: number) {}

  /** Events in the window that ends at `at`; an event exactly one window old is outside. */
  countAt(at: number): number {
    while (this.first < this.times.length && (this.times[this.first] ?? 0) <= at - this.windowMs)
      this.first += 1;
    if (this.first > 1_024 && this.first * 2 > this.times.length) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    return this.times.length - this.first;
  }

  /** Adds an event; times must not run backwards. */
  add(at: number): void {
    this.times.push(at);
    this.highest = Math.max(this.highest, this.countAt(at));
  }
}
