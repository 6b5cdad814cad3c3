import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DetailStep, FileStep, Run } from '../collect/results.js';
import { concludeSource } from '../collect/source-outcome.js';
import { uniqueRecords, type UniqueCounts } from '../collect/unique-records.js';
import type { Source, VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';
import { Columns, readJsonLines, writeCsv } from './csv.js';
import { toEntry, type Entry } from './entry.js';
import type { ReportFacts, ReportFile, ReportSource } from './facts.js';
import { createMask } from './mask.js';

/** A source's part of the bag. */
export interface WrittenSource {
  source: ReportSource;
  entries: Entry[];
}

/**
 * Writes the records of a source as JSON (one whole record per line) with its CSV twin into the bag folder,
 * and names its files. A source that was never answered has no record files.
 */
export async function writeSource(
  facts: ReportFacts,
  source: Source,
  run: Run,
  folder: string,
): Promise<WrittenSource> {
  const counts: UniqueCounts = { records: 0, duplicates: 0, unrecognised: 0 };
  const tables = await writeTables(facts, source, counts, folder);
  const outcome = concludeSource(facts.steps, source, run, counts, facts.request.lookupCalls);
  const files = nameFiles(facts, source, tables.lines);
  const isAnswered = ['complete', 'empty', 'partial'].includes(outcome.outcome);
  const recordEntries = isAnswered ? tables.entries : [];
  return {
    entries: [...recordEntries, ...files.entries],
    source: {
      id: source.id,
      title: source.title,
      category: source.category,
      docs: source.docs,
      outcome,
      recordFiles: recordEntries.map(({ name }) => name),
      recordBytes: recordEntries[0]?.bytes ?? 0,
      secretsMasked: tables.masked,
      files: files.files,
    },
  };
}

interface Tables {
  entries: Entry[];
  masked: number;
  /** Line of each record, by its place in the spool. */
  lines: Map<string, number>;
}

async function writeTables(
  facts: ReportFacts,
  source: Source,
  counts: UniqueCounts,
  folder: string,
): Promise<Tables> {
  const place = join(folder, 'data', source.id);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const json = join(place, `${source.id}.json`);
  const csv = join(place, `${source.id}.csv`);
  const mask = createMask(source.secrets ?? []);
  const columns = new Columns();
  const lines = new Map<string, number>();
  const withFiles = placesWithFiles(facts, source);
  let masked = 0;
  async function* text(): AsyncGenerator<string> {
    yield '[';
    for await (const { record, name } of completeRecords(facts, source, counts)) {
      const safe = mask(record);
      masked += safe.masked;
      columns.add(safe.record);
      if (withFiles.has(name)) lines.set(name, counts.records);
      yield `${counts.records > 1 ? ',' : ''}\n${writeJson(safe.record)}`;
    }
    yield '\n]\n';
  }
  await pipeline(Readable.from(text()), createWriteStream(json, { mode: 0o600 }));
  await writeCsv(readJsonLines(json), columns.list(), csv);
  const name = (extension: string) => `data/${source.id}/${source.id}.${extension}`;
  return { masked, lines, entries: [await toEntry(name('json'), json), await toEntry(name('csv'), csv)] };
}

/** Records with their details laid over them. Details were planned in the same order. */
async function* completeRecords(
  { steps, spool, request }: ReportFacts,
  source: Source,
  counts: UniqueCounts,
): AsyncGenerator<{ record: unknown; name: string }> {
  const context = { steps, spool, requestId: request.id };
  const details = detailPositions(context, source);
  for await (const { record, place } of uniqueRecords(context, source, counts)) {
    const name = `${place.step}|${place.offset}`;
    const position = details.get(name);
    const detail = position === undefined ? {} : await spool.readDetail(source.id, position);
    yield { record: position === undefined ? record : { ...(record as VendorRecord), ...detail }, name };
  }
}

function detailPositions(
  { steps, requestId }: { steps: ReportFacts['steps']; requestId: string },
  source: Source,
) {
  const positions = new Map<string, number>();
  if (!source.detail) return positions;
  for (const step of steps.done(requestId, source.id, 'detail') as Iterable<DetailStep>) {
    const { place } = step.parameters;
    if (step.result?.hasFile) positions.set(`${place.step}|${place.offset}`, step.position);
  }
  return positions;
}

function placesWithFiles({ steps, request }: ReportFacts, source: Source): Set<string> {
  const places = new Set<string>();
  for (const { parameters } of steps.done(request.id, source.id, 'file') as Iterable<FileStep>)
    places.add(`${parameters.place.step}|${parameters.place.offset}`);
  return places;
}

/** Entry names are made of a number and a known extension, never of data. */
function nameFiles(
  { steps, request, spool }: ReportFacts,
  source: Source,
  lines: ReadonlyMap<string, number>,
): { entries: Entry[]; files: ReportFile[] } {
  const entries: Entry[] = [];
  const files: ReportFile[] = [];
  for (const { result, position, parameters } of steps.done(
    request.id,
    source.id,
    'file',
  ) as Iterable<FileStep>) {
    if (result?.sha256 === undefined) continue;
    const bytes = result.bytes ?? 0;
    const path = `data/${source.id}/files/${String(position + 1).padStart(5, '0')}.${result.extension}`;
    const { sha256, kind } = result;
    entries.push({ name: path, file: spool.attachmentFile(source.id, position), bytes, sha256 });
    const record = lines.get(`${parameters.place.step}|${parameters.place.offset}`) ?? 0;
    files.push({ path, kind, bytes, record });
  }
  return { entries, files };
}
