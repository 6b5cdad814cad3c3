import type { Clock } from '../clock.js';
import type { Collection } from '../collect/collection.js';
import type { Lanes } from '../collect/lanes.js';
import type { Leases } from '../collect/leases.js';
import { Milestones } from '../collect/milestones.js';
import type { Progress } from '../collect/progress.js';
import type { Spool } from '../spool/spool.js';
import { isGranted, type OpenConnection } from '../connections/open-connection.js';
import { credentialsOf } from '../connections/connection.js';
import type { AccessRequest, RequestOrder } from '../model/access-request.js';
import type { ReportSettings } from '../model/report-settings.js';
import { askedAbout } from './asked-about.js';
import { periodOf } from './period-of.js';
import type { StepStore } from '../storage/step-store.js';
import { patientUpstream } from './patience.js';

/** What a collection is made of, beside the request. */
export interface ToCollectionNeeds {
  open: OpenConnection;
  steps: StepStore;
  lanes: Lanes;
  leases: Leases;
  clock: Clock;
  /** What the reports of the connection say. */
  reportSettings?: ReportSettings;
}

/** Whether other people keep their names. */
export const othersOf = (
  { thirdParties }: RequestOrder,
  settings?: ReportSettings,
): 'keep' | 'pseudonymise' => thirdParties ?? settings?.thirdParties ?? 'keep';

/** The collection of a request whose subject was found, with the progress of earlier runs. */
export async function toCollection(
  { open, steps, lanes, leases, clock, reportSettings }: ToCollectionNeeds,
  request: AccessRequest,
  spool: Spool,
  progress: Progress,
  signal: AbortSignal,
): Promise<Collection> {
  const subject = request.lookup && askedAbout(request.lookup, request.email);
  if (!request.lookup || !subject) throw new TypeError('Nobody knows yet whom the request is about.');
  const { scopes } = await open.upstream.tokens.current(signal);
  const { connector } = open;
  const upstream = patientUpstream(open, request, subject.id ?? subject.email, signal);
  progress.restart();
  for (const { sourceId, kind, done, total, records } of await steps.counts(request.id)) {
    const count = kind === 'file' ? progress.of(sourceId).files : progress.of(sourceId).steps;
    count.done += done;
    count.total += total;
    progress.of(sourceId).records += records;
  }
  return {
    requestId: request.id,
    ...{ subject, connector, upstream, steps, spool, lanes, leases, progress, clock, signal },
    milestones: new Milestones(),
    answeredBy: new Map(),
    held: new Map(),
    grants: (wanted) => isGranted(scopes, wanted),
    period: periodOf(request, request.lookup),
    media: request.media,
    video: request.video,
    accountId: (await credentialsOf(open.connection)).accountId,
    keepsOthers: othersOf(request, reportSettings) === 'keep',
  };
}
