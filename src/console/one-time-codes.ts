/** Stands in for an API key, once: the address of a demonstration holds it behind the `#`, which no server sees. */
export class OneTimeCodes {
  private readonly keys = new Map<string, string>();

  put(code: string, key: string): void {
    this.keys.set(code, key);
  }

  /** The key a code stands for; undefined: it was used, or never was one. */
  take(code: string): string | undefined {
    const key = this.keys.get(code);
    this.keys.delete(code);
    return key;
  }
}
