/** A hash table from two whole numbers to a third one above 0, in typed arrays: a tenth of a Map's memory. */
export class PairMap {
  private size = 0;
  private slots = 1 << 10;
  private first = new Int32Array(this.slots);
  private second = new Int32Array(this.slots);
  private values = new Int32Array(this.slots);

  /** 0: there is none. */
  get(one: number, other: number): number {
    return this.values[this.slotOf(one, other)] ?? 0;
  }

  set(one: number, other: number, value: number): void {
    if (this.size * 2 > this.slots) this.grow();
    const slot = this.slotOf(one, other);
    if (this.values[slot] === 0) this.size += 1;
    this.first[slot] = one;
    this.second[slot] = other;
    this.values[slot] = value;
  }

  private slotOf(one: number, other: number): number {
    const mask = this.slots - 1;
    let slot = (Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)) & mask;
    slot = (slot ^ (slot >>> 7)) & mask;
    while (this.values[slot] !== 0 && (this.first[slot] !== one || this.second[slot] !== other))
      slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { first, second, values } = this;
    this.slots *= 2;
    this.first = new Int32Array(this.slots);
    this.second = new Int32Array(this.slots);
    this.values = new Int32Array(this.slots);
    this.size = 0;
    values.forEach((value, slot) => {
      if (value !== 0) this.set(first[slot] ?? 0, second[slot] ?? 0, value);
    });
  }
}
