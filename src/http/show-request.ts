import type { z } from 'zod';
import type { Connector } from '../contract/index.js';
import type { AccessRequests } from '../requests/access-requests.js';
import { isFinished, type AccessRequest } from '../storage/request-store.js';
import type { requestSchema } from './schemas.js';

/** A request as the API shows it. */
export type ShownRequest = z.infer<typeof requestSchema>;

/** Shows a request with the state of each of its sources. */
export function showRequest(
  requests: Pick<AccessRequests, 'progressOf'>,
  connector: Connector,
  request: AccessRequest,
): ShownRequest {
  return {
    id: request.id,
    status: request.status,
    email: request.email,
    connection_id: request.connectionId,
    reference: request.reference,
    from: request.from,
    to: request.to,
    media: request.media,
    created_at: toIso(request.createdAt),
    updated_at: toIso(request.updatedAt),
    finished_at: request.finishedAt === undefined ? undefined : toIso(request.finishedAt),
    resume_at: request.resumeAt === undefined ? undefined : toIso(request.resumeAt),
    problem: request.problem,
    report_url: request.report && `/v1/access-requests/${request.id}/report`,
    sources: connector.sources
      .filter(({ id }) => request.sources?.includes(id) ?? true)
      .map(({ id, title }) => showSource(requests, request, id, title)),
  };
}

function showSource(
  requests: Pick<AccessRequests, 'progressOf'>,
  request: AccessRequest,
  id: string,
  title: string,
): ShownRequest['sources'][number] {
  const ended = request.outcomes?.find((source) => source.id === id);
  if (ended) {
    const { outcome, reason, remedy, records, files, bytes } = ended;
    const why = reason as ShownRequest['sources'][number]['reason'];
    return { id, title, state: 'done', outcome, reason: why, remedy, records, files, bytes };
  }
  const { state, steps, records, files, bytes } = requests.progressOf(request.id, id);
  const shown = isFinished(request.status) ? 'done' : state;
  return { id, title, state: shown, records, files: files.done, bytes, progress: { steps, files } };
}

const toIso = (moment: number) => new Date(moment).toISOString();
