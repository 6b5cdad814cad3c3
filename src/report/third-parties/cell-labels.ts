import type { PersonFields } from '../../contract/index.js';
import type { Label, LabelReader } from './label.js';
import { kindOfName, mentionsIn, noMention } from './mention.js';
import { readRows, type Cell } from './read-rows.js';

/** Cells longer than this name nobody outside their columns. */
const longestName = 80;

/** People in the declared columns of a table. A file can hold several tables, each with its header. */
export class CellLabels implements LabelReader {
  private columns: string[] | undefined;
  private readonly declared: ReadonlySet<string>;

  constructor(private readonly fields: readonly PersonFields[]) {
    const entries = fields.flatMap(({ name = [], email = [], phone = [], id = [] }) =>
      [name, email, phone, id].flat(),
    );
    this.declared = new Set(entries.flatMap((entry) => entry.split('+')));
  }

  read(block: string): Label[] {
    const labels: Label[] = [];
    for (const cells of readRows(block)) {
      const texts = cells.map(({ text }) => text);
      if (this.isHeader(texts)) this.columns = texts;
      else this.addRow(labels, cells);
    }
    return labels;
  }

  /** Its cells are the names of columns; once there is a table, one of them must be that of a name. */
  private isHeader(texts: readonly string[]): boolean {
    if (!texts.some((text) => this.declared.has(text))) return false;
    const row = Object.fromEntries(texts.map((text) => [text, 'x1@x.example']));
    const mentions = mentionsIn(row, undefined, this.fields);
    if (this.columns === undefined) return mentions.length > 0;
    const named = Object.fromEntries(texts.map((text) => [text, 'x']));
    return mentionsIn(named, undefined, this.fields).some(({ mention }) => mention.names.length > 0);
  }

  private addRow(labels: Label[], cells: readonly Cell[]): void {
    const { columns = [] } = this;
    const row = Object.fromEntries(columns.map((name, place) => [name, cells[place]?.text ?? '']));
    const found = new Map<Cell, Label>();
    for (const { mention, fields } of mentionsIn(row, undefined, this.fields))
      for (const { name, kind } of fields) {
        const cell = cells[columns.indexOf(name)];
        if (cell) found.set(cell, { start: cell.start, end: cell.end, mention, kind, isSure: true });
      }
    for (const cell of cells) {
      const label = found.get(cell) ?? unsure(cell);
      if (label) labels.push(label);
    }
  }
}

/** A cell outside the columns, which names somebody where it is a known name and nothing else. */
function unsure({ text, start, end }: Cell): Label | undefined {
  const kind = text.length > 0 && text.length <= longestName ? kindOfName(text) : undefined;
  if (kind !== 'names') return undefined;
  return { start, end, mention: { ...noMention(), names: [text] }, kind, isSure: false };
}
