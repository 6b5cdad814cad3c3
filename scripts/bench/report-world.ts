import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail } from '../../simulators/zoom/index.js';
import type { SourceRun } from '../../src/model/source-run.js';
import { DiskFiles } from '../../src/files/disk-files.js';
import { writeWhole } from '../../src/files/file-store.js';
import { Spool } from '../../src/spool/spool.js';
import type { SubjectLookup } from '../../src/contract/index.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import type { Store } from '../../src/storage/store.js';
import type { AccessRequest } from '../../src/model/access-request.js';
import type { ListResult } from '../../src/model/step-result.js';
import type { ListStep, Step } from '../../src/model/step.js';

/** What a finished collection holds. */
export interface ReportWorld {
  /** Phone calls, each with one of `people`. */
  calls: number;
  people: number;
  /** Small recording files, each of a recording of its own; every fifth is a transcript. */
  files: number;
}

/** The request whose collection is finished, and what it found. */
export interface Collected {
  request: AccessRequest & { lookup: SubjectLookup };
  runs: SourceRun[];
}

const requestId = '11111111-2222-4333-8444-555555555555';
const at = Date.parse('2026-11-20T12:00:00Z');
const range = { from: '2026-05-20', to: '2026-11-20' };
const perStep = 2_000;

/** Where the parts of a collection lie. */
export const placesOf = (folder: string) => ({
  database: join(folder, 'database.sqlite'),
  collected: join(folder, 'collected.json'),
  spool: join(folder, 'spool'),
  work: join(folder, 'work'),
  report: join(folder, 'report.zip'),
});

/** Writes a finished collection into a folder, so that only the making of its report is left. */
export async function writeCollection(folder: string, world: ReportWorld): Promise<void> {
  const places = placesOf(folder);
  mkdirSync(places.work, { recursive: true });
  const spool = new Spool(new DiskFiles(folder), 'spool');
  const store = await openStore(places.database);
  const { steps } = store;
  const request: AccessRequest = {
    ...{ id: requestId, connectionId: 'default', origin: 'bench', email: demoEmail, media: true },
    ...{ version: 1, reopens: false, status: 'running', lookupCalls: 1 },
    ...{ createdAt: at, updatedAt: at, collectedAt: at },
  };
  await store.statusRows.insert(request);
  const run = (sourceId: string): SourceRun => {
    return {
      ...{ requestId, sourceId, phase: 'done' },
      plan: { requested: true, missing: [], filesLeftOut: 0 },
    };
  };
  const runs = [run('phone-calls'), run('recordings')];
  await steps.plan(runs, []);
  await writeCalls(world, spool, store);
  await writeFiles(world, spool, store);
  await store.close();
  const record = { id: 'subject', display_name: 'Alex Demo', email: demoEmail };
  const lookup: SubjectLookup = {
    ...{ end: 'found', searched: [], notSearched: [] },
    subject: { email: demoEmail, id: 'subject', state: 'active', record },
  };
  const collected: Collected = { request: { ...request, lookup }, runs };
  writeFileSync(places.collected, JSON.stringify(collected));
}

/** The collection that lies in a folder. */
export const readCollected = (folder: string) =>
  JSON.parse(readFileSync(placesOf(folder).collected, 'utf8')) as Collected;

async function writeCalls(world: ReportWorld, spool: Spool, store: Store): Promise<void> {
  for (let first = 0, position = 0; first < world.calls; first += perStep, position += 1) {
    const writer = await spool.writeRecords('phone-calls', position);
    const end = Math.min(first + perStep, world.calls);
    for (let call = first; call < end; call += 1) await writer.write(callWith(call, call % world.people));
    await keep(store, [listStep('phone-calls', position, end - first, await writer.commit())]);
  }
}

async function writeFiles(world: ReportWorld, spool: Spool, store: Store): Promise<void> {
  for (let first = 0, position = 0; first < world.files; first += perStep, position += 1) {
    const writer = await spool.writeRecords('recordings', position);
    const end = Math.min(first + perStep, world.files);
    const files: Step[] = [];
    for (let file = first; file < end; file += 1) {
      const record = recordingOf(file);
      await writer.write(record);
      const content = contentOf(file, world.people);
      await writeWhole(spool.files, spool.attachmentFile('recordings', file), [content], { isScratch: true });
      const [kind, extension] = isTranscript(file) ? ['audio_transcript', 'vtt'] : ['audio_only', 'm4a'];
      files.push({
        ...{ requestId, sourceId: 'recordings', kind: 'file', position: file },
        parameters: { rule: 'files', record: nowhere, identity: record.uuid, query: 0, key: `f${file}` },
        result: {
          ...{ end: { kind: 'complete' }, calls: 1, bytes: content.length, kind, extension },
          sha256: createHash('sha256').update(content).digest('hex'),
        },
      });
    }
    await keep(store, [listStep('recordings', position, end - first, await writer.commit()), ...files]);
  }
}

/** A report finds records by their identity. */
const nowhere = { number: 0, offset: 0, bytes: 0 };

function listStep(sourceId: string, position: number, records: number, sha256: string): ListStep {
  const result: ListResult = {
    ...{ end: { kind: 'complete' }, records, calls: 1, pages: 1, vendorTotal: records },
    ...{ asked: [range], answered: [range], outOfReach: [], sha256 },
  };
  return { requestId, sourceId, kind: 'list', position, parameters: { query: 0 }, result };
}

/** As if they had been run. */
async function keep(store: Store, done: readonly Step[]): Promise<void> {
  await store.transaction(async ({ steps }) => {
    await steps.plan([], done);
    for (const step of done) {
      const lease = await steps.lease(step, 'bench', 0, 1);
      if (lease && step.result) await steps.finish(step, lease, step.result);
    }
  });
}

const firstNames = ['Dana', 'Elif', 'Femi', 'Greta', 'Hiro', 'Ines', 'Ivan', 'Joan', 'Kofi', 'Lena'];
const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu'];

/** A name of its own for every number. */
function nameOf(person: number): [string, string] {
  const last = Array.from(String(person), (digit) => syllables[Number(digit)]).join('');
  return [firstNames[person % firstNames.length] ?? '', `Sur${last}son`];
}

function callWith(call: number, person: number): object {
  const [first, last] = nameOf(person);
  return {
    ...{ call_element_id: `c${call}`, call_history_uuid: `20261101-${call}`, call_id: `7${call}` },
    ...{ connect_type: 'external', call_type: 'general', direction: 'inbound' },
    ...{ caller_name: `${first} ${last}`, caller_email: `${first}.${last}@example.com`.toLowerCase() },
    ...{ caller_did_number: `+49305${10_000_000 + person}`, caller_ext_type: 'user' },
    ...{ callee_name: 'Alex Demo', callee_email: demoEmail, callee_did_number: '+493055501234' },
    ...{ start_time: '2026-11-01T10:00:00Z', end_time: '2026-11-01T10:10:00Z' },
    ...{ event: 'incoming', result: 'answered', talk_time: 100, hold_time: 0 },
    note: `Spoke with ${first} ${last} about the quarterly planning and the budget, ${first} will call back.`,
  };
}

const isTranscript = (file: number) => file % 5 === 0;

function recordingOf(file: number) {
  const recorded = {
    ...{ id: `f${file}`, status: 'completed', file_size: 1_024 },
    ...{ file_type: isTranscript(file) ? 'TRANSCRIPT' : 'M4A' },
    ...{ recording_type: isTranscript(file) ? 'audio_transcript' : 'audio_only' },
  };
  return {
    ...{ uuid: `recording-${file}`, id: 83_000_000_000 + file, host_id: 'subject' },
    ...{ topic: `Recorded meeting ${file}`, type: '2', duration: 30 },
    ...{ start_time: '2026-11-01T09:00:00Z', recording_count: 1, recording_files: [recorded] },
  };
}

function contentOf(file: number, people: number): Buffer {
  if (!isTranscript(file)) return Buffer.alloc(1_024, file % 251);
  const [first, last] = nameOf(file % people);
  const cue = `00:00:01.000 --> 00:00:04.000\n${first} ${last}: Thank you, see you on Monday.\n\n`;
  return Buffer.from(`WEBVTT\n\n${cue.repeat(10)}`);
}
