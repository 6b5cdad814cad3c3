/** Field names as vendors write them; anything else in a path could be data and is not repeated. */
const plainName = /^[A-Za-z_][\w-]{0,63}$/;

/** Where a walk through a record stands: its field names, `[]` for the items of a list. */
export class RecordPath {
  private readonly names: string[] = [];

  enter(name: string): void {
    this.names.push(name);
  }

  leave(): void {
    this.names.pop();
  }

  /** Such as `recording_files[].download_url`; a field name that could itself be data reads `*`. */
  toString(): string {
    return this.names
      .map((name) => (name === '[]' ? name : `.${plainName.test(name) ? name : '*'}`))
      .join('')
      .replace(/^\./, '');
  }
}
