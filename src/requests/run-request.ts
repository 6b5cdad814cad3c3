import type { Clock } from '../clock.js';
import { collect } from '../collect/collect.js';
import { conclude } from '../collect/conclude.js';
import { undoDamage, undoSettled } from '../collect/damage.js';
import { endUnasked } from '../collect/end-unasked.js';
import type { Lanes } from '../collect/lanes.js';
import type { Leases } from '../collect/leases.js';
import type { Progress } from '../collect/progress.js';
import { spoolOf, type Spool } from '../spool/spool.js';
import { refreshScopes, type OpenConnection } from '../connections/open-connection.js';
import type { SubjectLookup } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { FileStore } from '../files/file-store.js';
import { reportKey, requestKey } from '../files/keys.js';
import type { Database } from '../storage/database.js';
import { keyPlace, type ReportStore } from '../storage/report-store.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Signer } from '../storage/signing-key.js';
import type { Place } from '../storage/vault.js';
import type { AccessRequest } from '../model/access-request.js';
import type { RequestStore } from '../storage/request-store.js';
import type { StepStore } from '../storage/step-store.js';
import type { Advance } from './advance.js';
import type { CallTally } from './call-tally.js';
import { Outage } from '../upstream/refusal.js';
import { lookUp } from './look-up.js';
import { patientUpstream } from './patience.js';
import { notSearchedOf, planOrReopen } from './plan-request.js';
import { publishingLane } from './publishing.js';
import { publish, ReportInvalid, type Published } from './publish.js';
import { recordCalls, type CallRecordNeeds } from './record-calls.js';
import { othersOf, toCollection } from './to-collection.js';
import { wholeStepsOf, type WholeStep } from './whole-step.js';

/** What running a request needs. */
export interface RunNeeds extends CallRecordNeeds {
  database: Database;
  requests: RequestStore;
  advance: Advance;
  reports: ReportStore;
  steps: StepStore;
  ledger: Ledger;
  tally: CallTally;
  files: FileStore;
  open: OpenConnection;
  lanes: Lanes;
  /** Reports are made a few at a time. */
  publishing: Lanes;
  leases: Leases;
  program: { name: string; version: string };
  signer: Signer;
  /** What the reports of the connection say. */
  reportSettings?: ReportSettings;
  /** The same e-mail of a connection gives the same mark, which does not tell the e-mail. */
  markSubject(connectionId: string, email: string): string;
  /** Encrypts what belongs to the connection. */
  seal(place: Place, content: string): string;
  clock: Clock;
  logger: Logger;
}

/** How often damage in the spool is made good before the disk is given up. */
const mostRepairs = 3;

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
 * the disk fails, Quarantined when a step of the whole has crashed too often, the signal's reason when stopped.
 */
export async function runRequest(
  needs: RunNeeds,
  id: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<AccessRequest> {
  const { requests, advance, files, tally, clock } = needs;
  if (!files.hasRoom())
    throw new AppError(
      'disk_full',
      'The disk of the data folder is nearly full. Free some space; the request goes on then.',
    );
  const whole = wholeStepsOf(needs, id, requestOf(needs, id).toleratedCrashes ?? 0);
  advance.to(id, 'running', { resumeAt: undefined, problem: undefined });
  const before = doneOf(needs, id);
  try {
    const lookup = await findSubject(needs, id, whole, signal);
    await planOrReopen(needs, id, lookup, signal);
    const published = await collectAndPublish(needs, id, lookup, whole, progress, signal);
    return await finish(needs, id, published);
  } catch (error) {
    // What was answered in this run ends an outage: the next one begins with a short pause again.
    if (error instanceof Outage && doneOf(needs, id) > before)
      requests.change(id, { outage: undefined }, clock.now());
    throw error;
  } finally {
    tally.flush();
  }
}

/** Steps that have a result. */
const doneOf = ({ steps }: RunNeeds, id: string) => steps.counts(id).reduce((sum, { done }) => sum + done, 0);

async function findSubject(
  needs: RunNeeds,
  id: string,
  whole: WholeStep,
  signal: AbortSignal,
): Promise<SubjectLookup> {
  const request = requestOf(needs, id);
  // Scopes that were added to the app since then count for a retry, too.
  if (!request.lookup || request.reopens) await refreshScopes(needs.open, signal);
  const { lookup: known } = request;
  // A retry looks again where the person may have been overlooked.
  if (known && !(request.reopens && known.notSearched.length > 0)) return known;
  return whole('lookup', async () => {
    const upstream = patientUpstream(needs.open, request, undefined, signal);
    const { lookup, calls } = await lookUp({ ...needs.open, upstream }, request.email, id, signal);
    if (lookup.end === 'refused') throw new LookupRefused(lookup.refusal.reason, lookup.refusal.remedy);
    needs.requests.change(id, { lookup, lookupCalls: calls, outage: undefined }, needs.clock.now());
    return lookup;
  });
}

async function collectAndPublish(
  needs: RunNeeds,
  id: string,
  lookup: SubjectLookup,
  whole: WholeStep,
  progress: Progress,
  signal: AbortSignal,
): Promise<Published> {
  const { requests, steps, files, clock, logger } = needs;
  const spool = spoolOf(files, id);
  const { connector } = needs.open;
  const ofSources = { steps, spool, requestId: id, connector };
  // What an earlier run left can have been harmed since, and a source may read what another one brought.
  await isDamaged(['list', 'detail']);
  await isSpoilt();
  for (let repairs = 0; ; repairs += 1) {
    const request = requestOf(needs, id);
    if (request.collectedAt === undefined || steps.runs(id).some(({ phase }) => phase !== 'done')) {
      if (lookup.end === 'found')
        await collect(await toCollection(needs, request, spool, progress, signal), (fault) =>
          logger.error({ requestId: id, fault }, 'a source failed in an unexpected way'),
        );
      else await endUnasked(ofSources, notSearchedOf(lookup));
      if (repairs < mostRepairs && ((await isDamaged(['list', 'detail'])) || (await isSpoilt()))) continue;
      if (request.collectedAt === undefined) requests.change(id, { collectedAt: clock.now() }, clock.now());
    }
    await conclude(ofSources);
    try {
      // Waiting for its turn is no part of the step: a crash meanwhile says nothing about it.
      const lane = publishingLane(steps.counts(id));
      return await needs.publishing.run(lane, id, () =>
        whole('report', () => makeReport(needs, id, lookup, { spool, progress }, signal), `${lane} reports`),
      );
    } catch (error) {
      // Files are checked with the zip they are in: looking for the damaged one costs time only when there is one.
      const isReadable = !(error instanceof ReportInvalid) && !isMissingFile(error);
      if (isReadable || repairs >= mostRepairs || !(await isDamaged(['file']))) throw error;
    }
  }

  async function isDamaged(kinds: Parameters<typeof undoDamage>[4]): Promise<boolean> {
    const count = await undoDamage(steps, spool, id, connector, kinds);
    if (count === 0) return false;
    logger.warn({ requestId: id, count }, 'damaged files in the spool are fetched again');
    requests.change(id, { collectedAt: undefined }, clock.now());
    return true;
  }

  async function isSpoilt(): Promise<boolean> {
    const count = await undoSettled(steps, spool, id, connector);
    if (count > 0) logger.warn({ requestId: id, count }, 'records of sources are settled again');
    return count > 0;
  }
}

const isMissingFile = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

function makeReport(
  needs: RunNeeds,
  id: string,
  lookup: SubjectLookup,
  { spool, progress }: { spool: Spool; progress: Progress },
  signal: AbortSignal,
): Promise<Published> {
  const { open, files, ledger } = needs;
  const { connector, connection } = open;
  const request = requestOf(needs, id);
  const facts = {
    request: { ...request, lookup },
    connector,
    connection: { id: connection.id, plan: connection.plan, rateShare: connection.rateShare },
    program: needs.program,
    ledgerHead: ledger.head(connection.id),
    signer: needs.signer,
    reportSettings: needs.reportSettings,
    thirdParties: othersOf(request, needs.reportSettings),
    runs: needs.steps.runs(id),
    steps: needs.steps,
    spool,
  };
  const places = { files, workKey: requestKey(id), reportKey: reportKey(id, request.version) };
  return publish(facts, places, signal, (done, total) => {
    progress.packing = { done, total };
  });
}

/** The report is there: row, version and ledger entry together. Then what is needed no more is removed. */
async function finish(needs: RunNeeds, id: string, published: Published): Promise<AccessRequest> {
  const { database, advance, reports, ledger, clock, tally } = needs;
  const { status, outcomes, bytes, sha256, keyTable } = published;
  tally.flush();
  const request = database.transaction(() => {
    const { version, connectionId, lookup } = requestOf(needs, id);
    const other = lookup?.end === 'found' ? lookup.subject.otherEmail : undefined;
    const now = clock.now();
    const sealed = keyTable && needs.seal(keyPlace({ requestId: id, version }), JSON.stringify(keyTable));
    reports.insert({ requestId: id, version, status, bytes, sha256, publishedAt: now, keyTable: sealed });
    recordCalls(needs, { id, connectionId });
    const sum = (field: 'records' | 'files') =>
      outcomes.reduce((total, outcome) => total + outcome[field], 0);
    const report = {
      request: id,
      version,
      status,
      bytes,
      sha256,
      records: sum('records'),
      files: sum('files'),
      // The person answers to another address than the one that was asked, which `request.accepted` marks.
      ...(other === undefined ? {} : { answered_subject: needs.markSubject(connectionId, other) }),
    };
    ledger.append(connectionId, 'report.published', report, { by: 'service' });
    return advance.to(id, status, { outcomes, report: { version, bytes, sha256 }, finishedAt: now });
  });
  // Where something is missing, a retry goes on from what is there.
  if (status === 'completed_with_gaps') return request;
  await needs.files.removeAll(requestKey(id));
  needs.steps.clear(id);
  return request;
}

function requestOf({ requests }: RunNeeds, id: string): AccessRequest {
  const request = requests.find(id);
  if (!request) throw new RangeError('There is no such request.');
  return request;
}
