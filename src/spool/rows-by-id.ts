/** Numbers of rows by an identity they have, in the order they were added. */
export class RowsById {
  /** Most have one: a list of its own for each would take most of the memory. */
  private readonly rows = new Map<string, number | number[]>();

  add(id: string, row: number): void {
    const known = this.rows.get(id);
    if (typeof known === 'object') known.push(row);
    else this.rows.set(id, known === undefined ? row : [known, row]);
  }

  of(id: string): readonly number[] {
    const known = this.rows.get(id);
    if (typeof known === 'object') return known;
    return known === undefined ? none : [known];
  }
}

const none: readonly number[] = [];
