import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceRun } from '../model/source-run.js';
import { countUnmetReferences } from '../spool/references.js';
import { concludeSource } from '../collect/source-outcome.js';
import type { UniqueCounts } from '../spool/unique-records.js';
import type { Source } from '../contract/index.js';
import { writeJson } from '../json.js';
import { completeRecords } from './complete-records.js';
import { Columns, readJsonLines, writeCsv } from './csv.js';
import { toEntry, type Entry } from './entry.js';
import type { ReportFacts, ReportSource } from './facts.js';
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
  const counts: UniqueCounts = { records: 0, duplicates: 0, unrecognised: 0 };
  const tables = await writeTables(facts, source, counts, folder, treatment);
  const needs = { steps: facts.steps, spool: facts.spool, requestId: facts.request.id };
  const unmet = await countUnmetReferences(needs, facts.connector.sources, source);
  const outcome = concludeSource(facts.steps, source, run, counts, facts.request.lookupCalls, unmet);
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
    },
  };
}

interface Tables {
  entries: Entry[];
  /** Line of each record, by its place in the spool. */
  lines: Map<string, number>;
}

async function writeTables(
  facts: ReportFacts,
  source: Source,
  counts: UniqueCounts,
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
  const withFiles = placesWithFiles(facts, source);
  async function* text(): AsyncGenerator<string> {
    yield '[';
    for await (const { record, place: name } of completeRecords(facts, source, counts)) {
      const safe = treat(record);
      columns.add(safe);
      if (withFiles.has(name)) lines.set(name, counts.records);
      yield `${counts.records > 1 ? ',' : ''}\n${writeJson(safe)}`;
    }
    yield '\n]\n';
  }
  await pipeline(Readable.from(text()), createWriteStream(json, { mode: 0o600 }));
  await writeCsv(readJsonLines(json), columns.list(), csv);
  const name = (extension: string) => `data/${source.id}/${source.id}.${extension}`;
  return { lines, entries: [await toEntry(name('json'), json), await toEntry(name('csv'), csv)] };
}

function placesWithFiles({ steps, request }: ReportFacts, source: Source): Set<string> {
  const places = new Set<string>();
  for (const { parameters } of steps.done(request.id, source.id, 'file'))
    places.add(`${parameters.place.step}|${parameters.place.offset}`);
  return places;
}
