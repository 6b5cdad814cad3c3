import type { EntryWriter } from '../bag-folder.js';
import type { Entry } from '../entry.js';
import type { ReportSource } from '../facts.js';
import { pageName, recordsPerSearch, rowsPerPage, searchName, searchNames } from './page-names.js';
import type { ShownRecord } from './record-reader.js';
import type { Sheet } from './sheet.js';
import type { ShownValue } from './show-value.js';
import type { viewSource, SourcePagesNeeds } from './source-view.js';
import { escapeText } from './visible-text.js';

/**
 * Writes the pages that search all records of a source: a page holds the text of every record on a line of its own,
 * because a page that is opened from the disk can read no other. They are written while the records pass by.
 */
export class SearchPages {
  private readonly names: readonly string[];
  private readonly entries: Entry[] = [];
  private file?: EntryWriter;

  constructor(
    private readonly view: ReturnType<typeof viewSource>,
    private readonly report: ReportSource,
    private readonly needs: SourcePagesNeeds,
  ) {
    this.names = searchNames(report);
  }

  get firstName(): string | undefined {
    return this.names[0];
  }

  async add(record: ShownRecord | Sheet, line: number): Promise<void> {
    if ((line - 1) % recordsPerSearch === 0) await this.turn(line);
    await this.file?.write(`${escapeText(textOf(record))}\n`);
  }

  async end(): Promise<Entry[]> {
    await this.finish();
    return this.entries;
  }

  async abandon(): Promise<void> {
    await this.file?.abandon();
  }

  private async turn(line: number): Promise<void> {
    await this.finish();
    const name = searchName(this.report.id, (line - 1) / recordsPerSearch + 1);
    this.file = await this.needs.bag.begin(name);
    const { records } = this.view;
    await this.file.write(
      this.needs.renderer.render('search-head', {
        ...this.view,
        ...{ parts: this.names, part: name, from: line, to: Math.min(records, line - 1 + recordsPerSearch) },
        ...{ rowsPerPage, firstPage: pageName(this.report.id, 1) },
      }),
    );
  }

  private async finish(): Promise<void> {
    if (!this.file) return;
    await this.file.write(this.needs.renderer.render('search-foot', this.view));
    this.entries.push(await this.file.end());
    this.file = undefined;
  }
}

/** All values of a record as they are shown, without the headings, on one line. */
function textOf(record: ShownRecord | Sheet): string {
  const parts: string[] = [];
  const add = (value: ShownValue | undefined) => {
    if (!value) return;
    if (value.text !== '') parts.push(value.text);
    if (value.exact !== undefined && value.exact !== '') parts.push(value.exact);
    if (value.utc !== undefined && value.utc !== '') parts.push(value.utc);
  };
  if ('cells' in record) for (const cell of record.cells) add(cell);
  const groups = 'groups' in record ? record.groups : [record];
  for (const { fields } of groups) for (const { value } of fields) add(value);
  const text = parts.join(' \u00b7 ');
  return wide.test(text) ? text.replaceAll(/\s+/g, ' ') : text;
}

/** What one blank stands for on a line. */
const wide = /\s\s|[^\S ]/;
