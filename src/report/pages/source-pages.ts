import { join } from 'node:path';
import { readJsonLines } from '../csv.js';
import type { Entry } from '../entry.js';
import { ActivityCount, type Activity } from './activity.js';
import { PageFile } from './page-file.js';
import { pageName, pageNames, recordsOf, rowsPerPage } from './page-names.js';
import { RecordReader } from './record-reader.js';
import { createSheetReader } from './sheet.js';
import { createFileReader } from './shown-files.js';
import { viewSource, type SourcePagesNeeds, type SourcePlace } from './source-view.js';

/**
 * Writes the pages of a source from its finished JSON, one record at a time, so that the number of records does
 * not matter, and counts when the records happened.
 */
export async function writeSourcePages(
  place: SourcePlace,
  needs: SourcePagesNeeds,
): Promise<{ entries: Entry[]; activity: Activity }> {
  const { source, report } = place;
  const activity = new ActivityCount(source, needs.collectedAt);
  const entries: Entry[] = [];
  const names = pageNames(report);
  if (names.length === 0) return { entries, activity };
  const writer = new PageWriter(place, needs, names.length);
  try {
    if (recordsOf(report) === 0) await writer.begin(undefined);
    else
      for await (const record of readJsonLines(join(needs.folder, `data/${source.id}/${source.id}.json`))) {
        activity.add(record);
        if (writer.isFull) entries.push(await writer.end());
        if (!writer.isOpen) await writer.begin(record);
        await writer.add(record);
      }
    entries.push(await writer.end());
  } finally {
    await writer.abandon();
  }
  return { entries, activity };
}

class PageWriter {
  private file?: PageFile;
  private page = 0;
  private line = 0;
  private reader?: RecordReader;
  private readonly view;
  private readonly filesOf;
  private readonly sheet?: ReturnType<typeof createSheetReader>;

  constructor(
    private readonly place: SourcePlace,
    private readonly needs: SourcePagesNeeds,
    private readonly pages: number,
  ) {
    const { source, report } = place;
    this.view = viewSource(place, needs);
    this.filesOf = createFileReader(source, report.files, needs.reading.texts);
    if (source.pages === 'none') this.sheet = createSheetReader(source, needs.reading);
  }

  get isOpen(): boolean {
    return this.file !== undefined;
  }

  get isFull(): boolean {
    return this.isOpen && this.line > 0 && this.line % rowsPerPage === 0;
  }

  /** Begins the next page; the first record decides the columns where none are declared. */
  async begin(first: unknown): Promise<void> {
    const { source } = this.place;
    this.page += 1;
    if (first !== undefined && !this.sheet)
      this.reader ??= RecordReader.forTable(source, this.needs.reading, first);
    const name = pageName(source.id, this.page);
    this.file = await PageFile.begin(name, join(this.needs.folder, name));
    await this.file.write(this.needs.renderer.render('source-head', this.onPage()));
  }

  async add(record: unknown): Promise<void> {
    this.line += 1;
    const { renderer } = this.needs;
    const row = { ...this.view, ...this.filesOf(this.line), line: this.line };
    await this.file?.write(
      this.sheet
        ? renderer.render('sheet', { ...row, record: this.sheet(record) })
        : renderer.render('row', {
            ...row,
            record: this.reader?.read(record),
            width: this.reader?.columns.length,
          }),
    );
  }

  async end(): Promise<Entry> {
    if (!this.file) throw new Error('There is no page to end.');
    await this.file.write(this.needs.renderer.render('source-foot', this.onPage()));
    const entry = await this.file.end();
    this.file = undefined;
    return entry;
  }

  async abandon(): Promise<void> {
    await this.file?.abandon();
  }

  private onPage(): object {
    const { records } = this.view;
    const near = Array.from({ length: this.pages }, (_, index) => index + 1).filter(
      (page) => Math.abs(page - this.page) <= 3,
    );
    const others = this.page === this.pages ? this.filesOf(0) : { files: [], all: 0 };
    return {
      ...this.view,
      ...{ page: this.page, pages: this.pages, near, columns: this.reader?.columns },
      ...{ from: (this.page - 1) * rowsPerPage + 1, to: Math.min(records, this.page * rowsPerPage) },
      ...{ otherFiles: others.files, allOtherFiles: others.all },
      pageName: (page: number) => pageName(this.place.source.id, page),
    };
  }
}
