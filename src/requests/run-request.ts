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
import { isOfEverybody, sourceOf, type SubjectLookup } from '../contract/index.js';
import { AppError } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { FileStore } from '../files/file-store.js';
import { reportKey, requestKey } from '../files/keys.js';
import { keyCell } from '../storage/report-store.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Signer } from '../storage/signing-key.js';
import type { Cell } from '../storage/vault.js';
import type { AccessRequest } from '../model/access-request.js';
import type { Store } from '../storage/store.js';
import type { Advance } from './advance.js';
import type { CallTally } from './call-tally.js';
import { Outage } from '../upstream/refusal.js';
import { isProvenAbsent } from './asked-about.js';
import { lookUp } from './look-up.js';
import { patientUpstream } from './patience.js';
import { notSearchedOf, planOrReopen } from './plan-request.js';
import { publishingLane } from './publishing.js';
import { publish, ReportInvalid, type Published } from './publish.js';
import { recordCalls, type CallRecordNeeds } from './record-calls.js';
import { othersOf, toCollection } from './to-collection.js';
import { requestSteps, type RunRequestStep } from './request-step.js';

/** What running a request needs. */
export interface RunNeeds extends CallRecordNeeds {
  store: Store;
  advance: Advance;
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
  seal(place: Cell, content: string): Promise<string>;
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
  const { store, advance, files, tally, clock } = needs;
  if (!files.hasRoom())
    throw new AppError(
      'disk_full',
      'The disk of the data folder is nearly full. Free some space; the request goes on then.',
    );
  const { toleratedCrashes = 0 } = await requestOf(needs, id);
  const whole = requestSteps({ steps: store.steps, leases: needs.leases }, id, toleratedCrashes);
  const running = { resumeAt: undefined, problem: undefined };
  await store.transaction((tx) => advance.to(tx, id, 'running', running));
  const before = await doneOf(needs, id);
  try {
    const lookup = await findSubject(needs, id, whole, signal);
    await planOrReopen(needs, id, lookup, signal);
    const published = await collectAndPublish(needs, id, lookup, whole, progress, signal);
    return await finish(needs, id, published);
  } catch (error) {
    // What was answered in this run ends an outage: the next one begins with a short pause again.
    if (error instanceof Outage && (await doneOf(needs, id)) > before)
      await store.requests.change(id, { outage: undefined }, clock.now());
    throw error;
  } finally {
    await tally.flush();
  }
}

/** Steps that have a result. */
const doneOf = async ({ store }: RunNeeds, id: string) =>
  (await store.steps.counts(id)).reduce((sum, { done }) => sum + done, 0);

async function findSubject(
  needs: RunNeeds,
  id: string,
  whole: RunRequestStep,
  signal: AbortSignal,
): Promise<SubjectLookup> {
  const request = await requestOf(needs, id);
  // Scopes that were added to the app since then count for a retry, too.
  if (!request.lookup || request.reopens) await refreshScopes(needs.open, signal);
  const { lookup: known } = request;
  // A retry looks again where the person may have been overlooked.
  if (known && !(request.reopens && known.notSearched.length > 0)) return known;
  return whole('lookup', async () => {
    const upstream = patientUpstream(needs.open, request, undefined, signal);
    const { lookup, calls } = await lookUp({ ...needs.open, upstream }, request.email, id, signal);
    if (lookup.end === 'refused') throw new LookupRefused(lookup.refusal.reason, lookup.refusal.remedy);
    await needs.store.requests.change(
      id,
      { lookup, lookupCalls: calls, outage: undefined },
      needs.clock.now(),
    );
    return lookup;
  });
}

async function collectAndPublish(
  needs: RunNeeds,
  id: string,
  lookup: SubjectLookup,
  whole: RunRequestStep,
  progress: Progress,
  signal: AbortSignal,
): Promise<Published> {
  const { files, clock, logger } = needs;
  const { requests, steps } = needs.store;
  const spool = spoolOf(files, id);
  const { connector } = needs.open;
  const ofSources = { steps, spool, requestId: id, connector };
  // What an earlier run left can have been harmed since, and a source may read what another one brought.
  await isDamaged(['list', 'detail']);
  await isSpoilt();
  for (let repairs = 0; ; repairs += 1) {
    const request = await requestOf(needs, id);
    if (request.collectedAt === undefined || (await steps.runs(id)).some(({ phase }) => phase !== 'done')) {
      if (lookup.end === 'found' || (await isAskedWithoutUser()))
        await collect(await toCollection({ ...needs, steps }, request, spool, progress, signal), (fault) =>
          logger.error({ requestId: id, fault }, 'a source failed in an unexpected way'),
        );
      else await endUnasked(ofSources, notSearchedOf(lookup));
      if (repairs < mostRepairs && ((await isDamaged(['list', 'detail'])) || (await isSpoilt()))) continue;
      if (request.collectedAt === undefined)
        await requests.change(id, { collectedAt: clock.now() }, clock.now());
    }
    await conclude(ofSources);
    try {
      // Waiting for its turn is no part of the step: a crash meanwhile says nothing about it.
      const lane = publishingLane(await steps.counts(id));
      return await needs.publishing.run(lane, id, () =>
        whole('report', () => makeReport(needs, id, lookup, { spool, progress }, signal), `${lane} reports`),
      );
    } catch (error) {
      // Files are checked with the zip they are in: looking for the damaged one costs time only when there is one.
      const isReadable = !(error instanceof ReportInvalid) && !isMissingFile(error);
      if (isReadable || repairs >= mostRepairs || !(await isDamaged(['file']))) throw error;
    }
  }

  /** What is still to be done is about everybody; what an earlier run planned about a user ends. */
  async function isAskedWithoutUser(): Promise<boolean> {
    const open = (await steps.runs(id)).filter(({ phase }) => phase !== 'done');
    const isAble = open.every(({ sourceId }) => isOfEverybody(sourceOf(connector, sourceId)));
    return isProvenAbsent(lookup) && open.length > 0 && isAble;
  }

  async function isDamaged(kinds: Parameters<typeof undoDamage>[4]): Promise<boolean> {
    const count = await undoDamage(steps, spool, id, connector, kinds);
    if (count === 0) return false;
    logger.warn({ requestId: id, count }, 'damaged files in the spool are fetched again');
    await requests.change(id, { collectedAt: undefined }, clock.now());
    return true;
  }

  async function isSpoilt(): Promise<boolean> {
    const count = await undoSettled(steps, spool, id, connector);
    if (count > 0) logger.warn({ requestId: id, count }, 'records of sources are settled again');
    return count > 0;
  }
}

const isMissingFile = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function makeReport(
  needs: RunNeeds,
  id: string,
  lookup: SubjectLookup,
  { spool, progress }: { spool: Spool; progress: Progress },
  signal: AbortSignal,
): Promise<Published> {
  const { open, files, ledger, store } = needs;
  const { connector, connection } = open;
  const request = await requestOf(needs, id);
  const facts = {
    request: { ...request, lookup },
    connector,
    connection: { id: connection.id, plan: connection.plan, rateShare: connection.rateShare },
    program: needs.program,
    ledgerHead: await ledger.head(connection.id),
    signer: needs.signer,
    reportSettings: needs.reportSettings,
    thirdParties: othersOf(request, needs.reportSettings),
    runs: await store.steps.runs(id),
    steps: store.steps,
    spool,
  };
  const places = { files, workKey: requestKey(id), reportKey: reportKey(id, request.version) };
  return publish(facts, places, signal, (done, total) => {
    progress.packing = { done, total };
  });
}

/** The report is there: row, version and ledger entry together. Then what is needed no more is removed. */
async function finish(needs: RunNeeds, id: string, published: Published): Promise<AccessRequest> {
  const { store, advance, ledger, clock, tally } = needs;
  const { status, outcomes, bytes, sha256 } = published;
  await tally.flush();
  const { version, connectionId, lookup } = await requestOf(needs, id);
  const people = published.keyTable && JSON.stringify(published.keyTable);
  const keyTable = people && (await needs.seal(keyCell({ requestId: id, version }), people));
  const request = await store.transaction(async (tx) => {
    const other = lookup?.end === 'found' ? lookup.subject.otherEmail : undefined;
    const now = clock.now();
    await tx.reports.insert({ requestId: id, version, status, bytes, sha256, publishedAt: now, keyTable });
    await recordCalls(tx, needs, { id, connectionId });
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
    await ledger.append(tx, connectionId, 'report.published', report, { by: 'service' });
    return advance.to(tx, id, status, { outcomes, report: { version, bytes, sha256 }, finishedAt: now });
  });
  // Where something is missing, a retry goes on from what is there.
  if (status === 'completed_with_gaps') return request;
  await needs.files.removeAll(requestKey(id));
  await store.steps.clear(id);
  return request;
}

async function requestOf({ store }: RunNeeds, id: string): Promise<AccessRequest> {
  const request = await store.requests.find(id);
  if (!request) throw new RangeError('There is no such request.');
  return request;
}
