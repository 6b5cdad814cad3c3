import { isPaged } from '../../contract/index.js';
import { Turns } from '../../turns.js';
import type { EntryWriter } from '../bag-folder.js';
import type { Entry } from '../entry.js';
import { readJsonLines } from '../json-lines.js';
import { ActivityCount, type Activity } from './activity.js';
import { pageName, pageNames, recordsOf, rowsPerPage } from './page-names.js';
import { RecordReader } from './record-reader.js';
import { createSheetReader } from './sheet.js';
import { SearchPages } from './search-pages.js';
import { createFileReader, type FilesOfRecord, type ShownFile } from './shown-files.js';
import { readSpokenLines, type SpokenLines } from './spoken-lines.js';
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
  const turns = new Turns();
  const writer = new PageWriter(place, needs, names.length);
  try {
    if (recordsOf(report) === 0) await writer.begin(undefined);
    else
      for await (const block of readJsonLines(
        needs.bag.files,
        needs.bag.keyOf(`data/${source.id}/${source.id}.json`),
      ))
        for (const record of block) {
          await turns.next();
          activity.add(record);
          if (writer.isFull) entries.push(await writer.end());
          if (!writer.isOpen) await writer.begin(record);
          await writer.add(record);
        }
    entries.push(await writer.end(), ...(await writer.endSearch()));
  } finally {
    await writer.abandon();
  }
  return { entries, activity };
}

/** Characters of what was said that are shown of one file, and on one page: a browser still opens it at once. */
const mostSpoken = { ofFile: 500_000, ofPage: 8_000_000 };

/** What was said in one file, beside the players of its take. */
interface ShownWords extends SpokenLines {
  of: ShownFile;
}

class PageWriter {
  private spoken = 0;
  private readonly search?: SearchPages;
  private file?: EntryWriter;
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
    if (!isPaged(source)) this.sheet = createSheetReader(source, needs.reading);
    if (pages > 1) this.search = new SearchPages(this.view, report, needs);
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
    this.spoken = 0;
    if (first !== undefined && !this.sheet)
      this.reader ??= RecordReader.forTable(source, this.needs.reading, first);
    this.file = await this.needs.bag.begin(pageName(source.id, this.page));
    await this.file.write(this.needs.renderer.render('source-head', this.onPage()));
  }

  async add(record: unknown): Promise<void> {
    this.line += 1;
    const files = this.filesOf(this.line);
    const shown = this.sheet ? this.sheet(record) : this.reader?.read(record);
    const row = {
      // What all pages of the source say is not copied for each record.
      __proto__: this.view,
      ...files,
      said: files.spoken.length > 0 ? await this.readSpoken(files) : [],
      line: this.line,
      related: this.needs.relations.of(this.place.source.id, this.line),
      record: shown,
      width: this.reader?.columns.length,
    };
    await this.file?.write(this.needs.renderer.render(this.sheet ? 'sheet' : 'row', row));
    if (shown) await this.search?.add(shown, this.line);
  }

  private async readSpoken({ spoken }: FilesOfRecord): Promise<ShownWords[]> {
    const said: ShownWords[] = [];
    for (const { file, shown } of spoken) {
      const room = Math.min(mostSpoken.ofFile, mostSpoken.ofPage - this.spoken);
      const read = await readSpokenLines(this.needs.bag.files, file, room);
      this.spoken += read.characters;
      if (read.lines.length > 0 || read.isCut) said.push({ ...read, of: shown });
    }
    return said;
  }

  async end(): Promise<Entry> {
    if (!this.file) throw new Error('There is no page to end.');
    await this.file.write(this.needs.renderer.render('source-foot', this.onPage()));
    const entry = await this.file.end();
    this.file = undefined;
    return entry;
  }

  /** The pages that search all records; none for a source of one page. */
  async endSearch(): Promise<Entry[]> {
    return (await this.search?.end()) ?? [];
  }

  async abandon(): Promise<void> {
    await this.search?.abandon();
    await this.file?.abandon();
  }

  private onPage(): object {
    const { records } = this.view;
    const near = Array.from({ length: this.pages }, (_, index) => index + 1).filter(
      (page) => Math.abs(page - this.page) <= 3,
    );
    const others = this.page === this.pages ? this.filesOf(0) : { files: [], all: 0, spoken: [] };
    return {
      ...this.view,
      ...{ page: this.page, pages: this.pages, near, columns: this.reader?.columns },
      ...{ from: (this.page - 1) * rowsPerPage + 1, to: Math.min(records, this.page * rowsPerPage) },
      ...{ otherFiles: others.files, allOtherFiles: others.all },
      ...{ searchPage: this.search?.firstName, said: [] },
      pageName: (page: number) => pageName(this.place.source.id, page),
    };
  }
}
