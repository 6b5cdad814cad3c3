import type { SourceRun } from '../model/source-run.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { settledBlocks } from '../spool/settled-records.js';
import type { Source } from '../contract/index.js';
import { writeJson } from '../json.js';
import type { BagFolder, EntryWriter } from './bag-folder.js';
import { CsvTable } from './csv.js';
import type { Entry } from './entry.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { readJsonLines } from './json-lines.js';
import { nameParents } from './name-parents.js';
import { addToSpans, type ParentSpan } from './parent-spans.js';
import { Turns } from '../turns.js';
import { createRedactor } from './redact-record.js';
import type { RedactionPlan } from './redaction-plan.js';
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
  bag: BagFolder,
  plan: RedactionPlan,
): Promise<WrittenSource> {
  const outcome = outcomeOf(facts, source, run);
  const tables = await writeTables(facts, source, run, bag, plan);
  const files = await writeFiles(facts, source, tables.lines, bag, plan);
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
      secretsMasked: plan.redactions.secretsOf(source.id),
      files: files.files,
      parents: await nameParents(facts, outcome),
      spans: tables.spans.length > 0 ? tables.spans : undefined,
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
  spans: ParentSpan[];
}

async function writeTables(
  facts: ReportFacts,
  source: Source,
  run: SourceRun,
  bag: BagFolder,
  plan: RedactionPlan,
): Promise<Tables> {
  const json = await bag.begin(`data/${source.id}/${source.id}.json`);
  const csv = await CsvTable.begin(`data/${source.id}/${source.id}.csv`, bag);
  try {
    const { lines, spans } = await writeRecords(facts, source, run, plan, json, csv);
    const entry = await json.end();
    return { lines, spans, entries: [entry, await csv.end(() => readJsonLines(bag.files, entry.key))] };
  } catch (error) {
    await json.abandon();
    await csv.abandon();
    throw error;
  }
}

/** Writes the records into both tables. Resolves with the lines of those that have files, by identity, and what they belong to. */
async function writeRecords(
  facts: ReportFacts,
  source: Source,
  run: SourceRun,
  plan: RedactionPlan,
  json: EntryWriter,
  csv: CsvTable,
): Promise<Omit<Tables, 'entries'>> {
  const redact = createRedactor(source, plan);
  const lines = new Map<string, number>();
  const spans: ParentSpan[] = [];
  const withFiles = await recordsWithFiles(facts, source);
  const turns = new Turns();
  json.add('[');
  for await (const block of settledBlocks(facts, source, run)) {
    let characters = 0;
    const safe: unknown[] = [];
    for (const { n, id, record, parent } of block) {
      await turns.next();
      if (withFiles.has(id)) lines.set(id, n);
      addToSpans(spans, n, parent);
      const redacted = redact(record);
      const text = writeJson(redacted);
      characters += text.length;
      json.add(n > 1 ? ',\n' : '\n');
      json.add(text);
      safe.push(redacted);
    }
    if (json.isFull) await json.flush();
    await csv.add(safe, characters);
  }
  await json.write('\n]\n');
  return { lines, spans };
}

/** By identity: after a list was read again, a number can be another record's until the files are planned anew. */
async function recordsWithFiles({ steps, request }: ReportFacts, source: Source): Promise<Set<string>> {
  const records = new Set<string>();
  for await (const page of steps.done(request.id, source.id, 'file'))
    for (const { parameters } of page)
      if (parameters.identity !== undefined) records.add(parameters.identity);
  return records;
}
