import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFiles } from '../../src/files/disk-files.js';
import { Spool } from '../../src/spool/spool.js';
import type { DetailStep, ListStep, ResultOf, Step } from '../../src/model/step.js';
import type { FileParameters, FileResult, ListParameters, ListResult } from '../../src/model/step-result.js';
import type { SourcePlan, SourceRun } from '../../src/model/source-run.js';
import { openStore } from '../../src/storage/sqlite/open-store.js';
import type { AccessRequest } from '../../src/model/access-request.js';
import type { StepStore } from '../../src/storage/step-store.js';

/** What a request has collected, made by hand: a real spool and a real database, no vendor. */
export interface Collected {
  request: AccessRequest;
  requestId: string;
  folder: string;
  steps: StepStore;
  spool: Spool;
  run(sourceId: string, plan?: Partial<SourcePlan>): SourceRun;
  /** Adds a finished list step with its records. */
  list(
    sourceId: string,
    records: readonly unknown[],
    result?: Partial<ListResult>,
    parameters?: Partial<ListParameters>,
  ): Promise<void>;
  /** Adds the detail of the record with this identity. */
  detail(sourceId: string, identity: string, body: object): Promise<void>;
  /** Adds a file of the record with this identity. */
  file(
    sourceId: string,
    parameters: Omit<FileParameters, 'record' | 'query'>,
    result: FileResult,
    content?: string,
  ): Promise<void>;
  close(): Promise<void>;
}

/** A report finds records by their identity. */
const nowhere = { number: 0, offset: 0, bytes: 0 };

/** Opens an empty collection in a folder of its own. */
export async function openCollected(changes: Partial<AccessRequest> = {}): Promise<Collected> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-collected-'));
  const store = await openStore(join(folder, 'database.sqlite'));
  const { steps } = store;
  const spool = new Spool(new DiskFiles(folder), 'spool');
  const createdAt = Date.parse('2026-03-15T12:00:00Z');
  const request: AccessRequest = {
    id: '11111111-2222-4333-8444-555555555555',
    ...{ connectionId: 'default', origin: 'test', email: 'person@example.com', media: true },
    ...{
      status: 'running',
      lookupCalls: 1,
      version: 1,
      reopens: false,
      createdAt,
      updatedAt: createdAt,
      collectedAt: createdAt,
    },
    ...changes,
  };
  await store.statusRows.insert(request);
  const requestId = request.id;
  const positions = new Map<string, number>();

  const finish = async (sourceId: string, kind: Step['kind'], parameters: unknown, result: unknown) => {
    const position = positions.get(`${kind} ${sourceId}`) ?? 0;
    positions.set(`${kind} ${sourceId}`, position + 1);
    const step = { requestId, sourceId, kind, position, parameters } as Step;
    await steps.plan([], [step]);
    await steps.finish(
      step,
      (await steps.lease(step, 'test', 0, 1)) ?? { fence: 0 },
      result as ResultOf<Step>,
    );
  };
  return {
    ...{ request, requestId, folder, steps, spool },
    run: (sourceId, plan) => ({
      ...{ requestId, sourceId, phase: 'done' },
      plan: { requested: true, missing: [], filesLeftOut: 0, ...plan },
    }),
    list: async (sourceId, records, result, parameters) => {
      const writer = await spool.writeRecords(sourceId, positions.get(`list ${sourceId}`) ?? 0);
      for (const record of records) await writer.write(record);
      await writer.commit();
      const whole: NonNullable<ListStep['result']> = {
        ...{ end: { kind: 'complete' }, records: records.length, duplicates: 0, calls: 1, pages: 1 },
        ...{ asked: [], answered: [], outOfReach: [] },
        ...result,
      };
      await finish(sourceId, 'list', { query: 0, ...parameters }, whole);
    },
    detail: async (sourceId, identity, body) => {
      const position = positions.get(`detail ${sourceId}`) ?? 0;
      await spool.writeWhole(spool.detailFile(sourceId, position), JSON.stringify(body));
      const result: NonNullable<DetailStep['result']> = {
        end: { kind: 'complete' },
        calls: 1,
        hasFile: true,
      };
      await finish(sourceId, 'detail', { record: nowhere, identity }, result);
    },
    file: async (sourceId, parameters, result, content) => {
      const position = positions.get(`file ${sourceId}`) ?? 0;
      if (content !== undefined) await spool.writeWhole(spool.attachmentFile(sourceId, position), content);
      await finish(sourceId, 'file', { query: 0, record: nowhere, ...parameters }, result);
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
