import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import { collect } from '../collect/collect.js';
import type { Collection } from '../collect/collection.js';
import type { Lanes } from '../collect/lanes.js';
import { Milestones } from '../collect/milestones.js';
import { planRequest } from '../collect/plan.js';
import type { Progress } from '../collect/progress.js';
import type { Run } from '../collect/results.js';
import { Spool } from '../collect/spool.js';
import { isGranted, refreshScopes, type OpenConnection } from '../connections/open-connection.js';
import type { Subject, SubjectLookup } from '../contract/index.js';
import type { Logger } from '../logger.js';
import type { DataFolder } from '../storage/data-folder.js';
import type { AccessRequest, RequestChange, RequestStore } from '../storage/request-store.js';
import type { StepStore } from '../storage/step-store.js';
import { lookUp } from './look-up.js';
import { publish } from './publish.js';

/** What running a request needs. */
export interface RunNeeds {
  requests: RequestStore;
  steps: StepStore;
  folder: DataFolder;
  open: OpenConnection;
  lanes: Lanes;
  program: { name: string; version: string };
  clock: Clock;
  logger: Logger;
}

/** Nobody could look the subject up. */
export class LookupRefused extends Error {
  override readonly name = 'LookupRefused';

  constructor(
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(reason);
  }
}

/**
 * The life of an access request: look the subject up, plan, collect, publish. What an earlier run finished is
 * not done again. Throws PauseUntil when it must wait, LookupRefused when nobody could look, AppError when
 * the disk fails, the signal's reason when stopped.
 */
export async function runRequest(
  needs: RunNeeds,
  id: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<AccessRequest> {
  const change = (what: RequestChange) => needs.requests.change(id, what, needs.clock.now());
  let request = change({ status: 'running', resumeAt: undefined, problem: undefined });
  const workFolder = needs.folder.requestFolder(id);
  const spool = new Spool(join(workFolder, 'spool'));

  if (!request.lookup) await refreshScopes(needs.open, signal);
  const lookup = request.lookup ?? (await findSubject(needs, request, signal));
  await plan(needs, request, lookup);
  request = needs.requests.find(id) ?? request;
  if (request.collectedAt === undefined) {
    if (lookup.end === 'found')
      await collect(await toCollection(needs, request, lookup.subject, spool, progress, signal), (fault) =>
        needs.logger.error({ requestId: id, fault }, 'a source failed in an unexpected way'),
      );
    request = change({ collectedAt: needs.clock.now() });
  }
  const { connector, connection } = needs.open;
  const facts = {
    request: { ...request, lookup },
    connector,
    connection: { id: connection.id, plan: connection.plan, rateShare: connection.rateShare },
    program: needs.program,
    runs: needs.steps.runs(id) as Run[],
    steps: needs.steps,
    spool,
  };
  const report = await publish(facts, workFolder, needs.folder.reportFile(id));
  const { status, outcomes, bytes, sha256 } = report;
  request = change({ status, outcomes, report: { bytes, sha256 }, finishedAt: needs.clock.now() });
  await rm(workFolder, { recursive: true, force: true });
  needs.steps.clear(id);
  return request;
}

async function findSubject(
  needs: RunNeeds,
  request: AccessRequest,
  signal: AbortSignal,
): Promise<SubjectLookup> {
  const { lookup, calls } = await lookUp(needs.open, request.email, signal);
  if (lookup.end === 'refused') throw new LookupRefused(lookup.refusal.reason, lookup.refusal.remedy);
  needs.requests.change(request.id, { lookup, lookupCalls: calls }, needs.clock.now());
  return lookup;
}

/** Plans once; a request that goes on keeps its windows. Without a subject no source is asked. */
async function plan(needs: RunNeeds, request: AccessRequest, lookup: SubjectLookup): Promise<void> {
  if (needs.steps.runs(request.id).length > 0) return;
  const { upstream, connector, connection } = needs.open;
  const { scopes } = await upstream.tokens.current();
  const { runs, steps } = planRequest({
    requestId: request.id,
    connector,
    createdAt: lookup.end === 'found' ? lookup.subject.createdAt : undefined,
    period: { from: request.from, to: request.to },
    sources: lookup.end === 'found' ? enabledOf(request.sources, connection.sources) : [],
    grants: (wanted) => isGranted(scopes, wanted),
    now: needs.clock.now(),
  });
  needs.steps.plan(runs, steps);
}

/** Of the wanted sources those that are switched on for the connection; undefined: all. */
function enabledOf(wanted?: readonly string[], enabled?: readonly string[]): readonly string[] | undefined {
  return wanted && enabled ? wanted.filter((id) => enabled.includes(id)) : (wanted ?? enabled);
}

async function toCollection(
  { open, steps, lanes, clock }: RunNeeds,
  request: AccessRequest,
  subject: Subject,
  spool: Spool,
  progress: Progress,
  signal: AbortSignal,
): Promise<Collection> {
  const { scopes } = await open.upstream.tokens.current(signal);
  const { connector, upstream } = open;
  for (const { sourceId, kind, done, total } of steps.counts(request.id)) {
    const count = kind === 'file' ? progress.of(sourceId).files : progress.of(sourceId).steps;
    count.done += done;
    count.total += total;
  }
  return {
    requestId: request.id,
    ...{ subject, connector, upstream, steps, spool, lanes, progress, clock, signal },
    milestones: new Milestones(),
    grants: (wanted) => isGranted(scopes, wanted),
    period: { from: request.from, to: request.to },
    media: request.media,
  };
}
