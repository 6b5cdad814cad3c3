import { PairMap } from './pair-map.js';

/** A pattern that was found: items `[start, end)` of the sequence. */
export interface Found {
  start: number;
  end: number;
  /** The number `add` gave. */
  pattern: number;
}

/**
 * Finds many patterns in a sequence of whole numbers at once, in time linear in the sequence and the matches (A. V.
 * Aho, M. J. Corasick, Efficient string matching, 1975). The numbers stand for words, so a node is a word.
 */
export class Automaton {
  private readonly next = new PairMap();
  private readonly parents: number[] = [0];
  private readonly items: number[] = [0];
  private readonly depths: number[] = [0];
  /** Pattern + 1 that ends at a node. */
  private readonly ends: number[] = [0];
  private fails = new Int32Array(1);
  private shorter = new Int32Array(1);
  private patterns = 0;

  /** The same sequence always gives the same number. */
  add(sequence: readonly number[]): number {
    let node = 0;
    for (const item of sequence) node = this.next.get(node, item) || this.grow(node, item);
    const known = this.ends[node] ?? 0;
    if (known !== 0) return known - 1;
    this.ends[node] = this.patterns += 1;
    return this.patterns - 1;
  }

  /** Must be called after the last `add` and before the first `find`. */
  finish(): void {
    const nodes = this.parents.length;
    this.fails = new Int32Array(nodes);
    this.shorter = new Int32Array(nodes);
    const byDepth = Int32Array.from(this.depths.keys()).sort(
      (one, other) => (this.depths[one] ?? 0) - (this.depths[other] ?? 0),
    );
    for (const node of byDepth) {
      if ((this.depths[node] ?? 0) < 2) continue;
      const fail = this.go(this.fails[this.parents[node] ?? 0] ?? 0, this.items[node] ?? 0);
      this.fails[node] = fail;
      this.shorter[node] = this.ends[fail] ? fail : (this.shorter[fail] ?? 0);
    }
  }

  /** Every place of every pattern, by their ends, the longer before the shorter. */
  find(sequence: readonly number[]): Found[] {
    const found: Found[] = [];
    let node = 0;
    for (let place = 0; place < sequence.length; place += 1) {
      node = this.go(node, sequence[place] ?? 0);
      let match = this.ends[node] ? node : (this.shorter[node] ?? 0);
      for (; match !== 0; match = this.shorter[match] ?? 0) {
        const start = place + 1 - (this.depths[match] ?? 0);
        found.push({ start, end: place + 1, pattern: (this.ends[match] ?? 0) - 1 });
      }
    }
    return found;
  }

  private go(from: number, item: number): number {
    let node = from;
    for (;;) {
      const to = this.next.get(node, item);
      if (to !== 0 || node === 0) return to;
      node = this.fails[node] ?? 0;
    }
  }

  private grow(parent: number, item: number): number {
    const node = this.parents.push(parent) - 1;
    this.items.push(item);
    this.depths.push((this.depths[parent] ?? 0) + 1);
    this.ends.push(0);
    this.next.set(parent, item, node);
    return node;
  }
}
