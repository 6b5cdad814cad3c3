import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceRun } from '../model/source-run.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { settledRecords } from '../spool/settled-records.js';
import type { Source } from '../contract/index.js';
import { writeJson } from '../json.js';
import { Columns, readJsonLines, writeCsv } from './csv.js';
import { toEntry, type Entry } from './entry.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { nameParents } from './name-parents.js';
import { createTreat } from './treat-record.js';
import type { Treatment } from './treatment.js';
import { writeFiles } from './write-files.js';

/** A source's part of the bag. */
export interface WrittenSource {
  source: ReportSource;
  entries: Entry[];
}

/**
 * Writes the records of a source as JSON (one whole record per line) with its CSV twin, and its files, into the
 * bag folder. A source that was never answered has no record files.
 */
export async function writeSource(
  facts: ReportFacts,
  source: Source,
  run: SourceRun,
  folder: string,
  treatment: Treatment,
): Promise<WrittenSource> {
  const outcome = outcomeOf(facts, source, run);
  const tables = await writeTables(facts, source, run, folder, treatment);
  const files = await writeFiles(facts, source, tables.lines, folder, treatment);
  // A file that was written anew has another size than the one that was downloaded.
  const fileBytes = files.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const isAnswered = ['complete', 'empty', 'partial'].includes(outcome.outcome);
  const recordEntries = isAnswered ? tables.entries : [];
  return {
    entries: [...recordEntries, ...files.entries],
    source: {
      id: source.id,
      title: source.title,
      category: source.category,
      docs: source.docs,
      outcome: { ...outcome, fileBytes },
      recordFiles: recordEntries.map(({ name }) => name),
      recordBytes: recordEntries[0]?.bytes ?? 0,
      secretsMasked: treatment.redactions.secretsOf(source.id),
      files: files.files,
      parents: await nameParents(facts, outcome),
    },
  };
}

/** A source that is made of the lookup has made its calls. */
function outcomeOf(
  { request }: ReportFacts,
  source: Source,
  { sourceId, outcome }: SourceRun,
): SourceOutcome {
  if (!outcome) throw new Error(`The source "${sourceId}" was not concluded.`);
  return { ...outcome, calls: outcome.calls + (source.made ? request.lookupCalls : 0) };
}

interface Tables {
  entries: Entry[];
  /** Line of each record that has files, by its identity. */
  lines: Map<string, number>;
}

async function writeTables(
  facts: ReportFacts,
  source: Source,
  run: SourceRun,
  folder: string,
  treatment: Treatment,
): Promise<Tables> {
  const place = join(folder, 'data', source.id);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const json = join(place, `${source.id}.json`);
  const csv = join(place, `${source.id}.csv`);
  const treat = createTreat(source, treatment);
  const columns = new Columns();
  const lines = new Map<string, number>();
  const withFiles = recordsWithFiles(facts, source);
  async function* text(): AsyncGenerator<string> {
    yield '[';
    for await (const { n, id, record } of settledRecords(facts, source, run)) {
      const safe = treat(record);
      columns.add(safe);
      if (withFiles.has(id)) lines.set(id, n);
      yield `${n > 1 ? ',' : ''}\n${writeJson(safe)}`;
    }
    yield '\n]\n';
  }
  await pipeline(Readable.from(text()), createWriteStream(json, { mode: 0o600 }));
  await writeCsv(readJsonLines(json), columns.list(), csv);
  const name = (extension: string) => `data/${source.id}/${source.id}.${extension}`;
  return { lines, entries: [await toEntry(name('json'), json), await toEntry(name('csv'), csv)] };
}

/** By identity: after a list was read again, a number can be another record's until the files are planned anew. */
function recordsWithFiles({ steps, request }: ReportFacts, source: Source): Set<string> {
  const records = new Set<string>();
  for (const { parameters } of steps.done(request.id, source.id, 'file'))
    if (parameters.identity !== undefined) records.add(parameters.identity);
  return records;
}
