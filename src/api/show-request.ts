import type { z } from 'zod';
import { toIso } from '../clock.js';
import { gapOutcomes } from '../contract/index.js';
import type { Service } from '../service.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { requestSchema } from './schemas.js';
import { sourcesOf } from './sources-of.js';

/** A request as the API shows it. */
export type ShownRequest = z.infer<typeof requestSchema>;

type ShownSource = ShownRequest['sources'][number];

/** Shows a request with the state of each of its sources. */
export async function showRequest(
  service: Pick<Service, 'requests' | 'connectors' | 'connections' | 'forecast' | 'clock'>,
  request: AccessRequest,
): Promise<ShownRequest> {
  const { requests, forecast, clock } = service;
  const expectedAt = await forecast(request);
  const outcomes = isFinished(request.status) ? undefined : await requests.outcomesOf(request);
  return {
    id: request.id,
    status: request.status,
    finished: isFinished(request.status),
    email: request.email === '' ? undefined : request.email,
    connection_id: request.connectionId,
    reference: request.reference,
    from: request.from,
    to: request.to,
    time_zone: request.timeZone,
    media: request.media,
    video: request.video === false ? (false as const) : undefined,
    created_at: toIso(request.createdAt),
    updated_at: toIso(request.updatedAt),
    finished_at: optional(request.finishedAt),
    resume_at: optional(request.resumeAt),
    due_at: optional(request.dueAt),
    callback_url: request.callbackUrl,
    expected_at: optional(expectedAt),
    due_at_risk: isAtRisk(request, expectedAt ?? clock.now()),
    expires_at: optional(await requests.expiresAt(request)),
    problem: request.problem,
    report_url: request.report && `/v1/access-requests/${request.id}/report`,
    report_versions: (await requests.reportsOf(request.id)).map(
      ({ version, status, publishedAt, bytes, sha256 }) => ({
        ...{ version, status, published_at: toIso(publishedAt), bytes, sha256 },
        url: `/v1/access-requests/${request.id}/report?version=${version}`,
      }),
    ),
    sources: (await sourcesOf(service, request)).map(({ id, title }) =>
      showSource(requests, request, { id, title }, outcomes?.get(id)),
    ),
    packing: isFinished(request.status) ? undefined : requests.packingOf(request.id),
  };
}

/** A pause without an end waits for a person, so nobody can say that the date will be kept. */
function isAtRisk({ dueAt, status, resumeAt }: AccessRequest, expectedAt: number): boolean | undefined {
  if (dueAt === undefined || isFinished(status)) return undefined;
  return expectedAt > dueAt || (status === 'paused' && resumeAt === undefined);
}

function showSource(
  requests: Service['requests'],
  request: AccessRequest,
  { id, title }: { id: string; title: string },
  concluded: SourceOutcome | undefined,
): ShownSource {
  const ended = request.outcomes?.find((source) => source.id === id);
  // While a request is retried, the sources with gaps are under way again.
  if (ended && (isFinished(request.status) || !gapOutcomes.has(ended.outcome))) {
    const { outcome, reason, remedy, records, files, bytes } = ended;
    const why = reason as ShownSource['reason'];
    return { id, title, state: 'done', outcome, reason: why, remedy, records, files, bytes };
  }
  const { state, steps, records, files, bytes } = requests.progressOf(request.id, id);
  if (concluded) {
    const { outcome, reason, remedy, fileBytes } = concluded;
    const counts = { records: concluded.records, files: concluded.files, bytes: fileBytes };
    const why = reason as ShownSource['reason'];
    const progress = { steps, files };
    return { id, title, state: 'done', outcome, reason: why, remedy, ...counts, progress };
  }
  const shown = isFinished(request.status) ? 'done' : state;
  return { id, title, state: shown, records, files: files.done, bytes, progress: { steps, files } };
}

const optional = (moment: number | undefined) => (moment === undefined ? undefined : toIso(moment));
