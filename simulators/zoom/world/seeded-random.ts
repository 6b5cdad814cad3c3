/** Pseudo-random values that are the same for the same seed (mulberry32); nothing here is secret. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  int(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  /** One of the items; throws for an empty list. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** True in `share` of the cases, 0 to 1. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Random bytes. */
  bytes(count: number): Buffer {
    const bytes = Buffer.alloc(count);
    for (let place = 0; place < count; place += 1) bytes[place] = this.int(0, 255);
    return bytes;
  }

  /** A Zoom id such as `zJKyaiAyTNC-MWjiWC18KQ`. */
  id(): string {
    return this.bytes(16).toString('base64url');
  }

  /** A meeting UUID: base64 text, perhaps with `/` and `+`. */
  meetingUuid(): string {
    return this.bytes(16).toString('base64');
  }

  /** A lower-case UUID with dashes. */
  uuid(): string {
    const hex = this.bytes(16).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** A number with so many decimal digits. */
  digits(count: number): number {
    return this.int(10 ** (count - 1), 10 ** count - 1);
  }
}
