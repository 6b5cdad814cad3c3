import { Router, type Request, type Response } from 'express';
import { requireRight, type Right } from '../api/caller.js';
import { createRequest } from '../api/create-request.js';
import { findRequest } from '../api/find-request.js';
import { listRequests, searchRequests } from '../api/list-requests.js';

import { planOrder } from '../api/plan-order.js';
import type { ProgressFeed } from '../api/progress-feed.js';
import { pollSeconds } from '../api/poll.js';
import { reportOf } from '../api/report-of.js';
import { listSchema, searchSchema } from '../api/schemas.js';
import { showRequest, type ShownRequest } from '../api/show-request.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import { keyCell } from '../storage/report-store.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import { actorOf, callerOf } from './authenticate.js';
import { createLink } from './create-link.js';
import { streamProgress } from './event-stream.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { requireBody } from './json-body.js';
import { readWait } from './prefer.js';
import type { Deliveries } from './deliveries.js';
import { giveReport } from './give-report.js';
import { encryptionOrderSchema, reportSchema, versionSchema } from './delivery-schemas.js';
import { sealFor, type Seal } from './recipients.js';

/** `/v1/access-requests`: post, list, read, cancel, fetch the report. */
export function accessRequestRoutes(
  service: Service,
  publicUrl: () => string,
  deliveries: Deliveries,
  feed: ProgressFeed,
): Router {
  const { requests, connections, clock, ledger } = service;
  const router = Router();
  const show = (request: AccessRequest) => showRequest(service, request);

  const find = (response: Response, id: string, right: Right) =>
    findRequest(service, callerOf(response), id, right);

  const answer = async (response: Response, request: AccessRequest) => {
    if (!isFinished(request.status)) {
      const pausedMs = (request.resumeAt ?? 0) - clock.now();
      response.set('Retry-After', String(Math.max(pollSeconds, Math.ceil(pausedMs / 1_000))));
    }
    response.json(await show(request));
  };

  /** Waits as long as the caller prefers, and says that it did. */
  const waitFor = async (request: Request, response: Response, id: string) => {
    const seconds = readWait(request.headers.prefer);
    if (seconds === undefined) return;
    response.set('Preference-Applied', `wait=${seconds}`);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await requests.wait(id, seconds * 1_000, gone.signal);
  };

  router.post('/', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'create');
    const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
    const orderedBy = { caller, actor: actorOf(response), idempotencyKey };
    const taken = await createRequest(service, requireBody(request), orderedBy);
    const { id } = taken.request;
    response.set('Location', `/v1/access-requests/${id}`);
    if (taken.isReplay) response.set('Idempotency-Replayed', 'true');
    await waitFor(request, response, id);
    const created = await find(response, id, 'create');
    response.status(isFinished(created.status) ? 200 : 202);
    await answer(response, created);
  });

  router.get('/', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'read');
    const { page, nextCursor } = await listRequests(service, caller, listSchema.parse(request.query));
    response.json({ items: await Promise.all(page.map(show)), next_cursor: nextCursor });
  });

  router.post('/search', async (request, response) => {
    const { text } = searchSchema.parse(requireBody(request));
    const found = await searchRequests(service, callerOf(response), text);
    response.json({ items: await Promise.all(found.map(show)), next_cursor: null });
  });

  router.post('/plan', async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.json(await planOrder(service, callerOf(response), requireBody(request), gone.signal));
  });

  router.get('/:id/events', async (request, response) => {
    const { id } = await find(response, request.params.id, 'read');
    const { keyId } = callerOf(response);
    const mayRead = async () => !(await service.keys.find(keyId))?.revokedAt;
    const tell = ({ status, sources, packing }: ShownRequest) => ({ status, sources, packing });
    streamProgress(request, response, { feed, id, tell, mayRead });
  });

  router.get('/:id', async (request, response) => {
    await find(response, request.params.id, 'read');
    await waitFor(request, response, request.params.id);
    await answer(response, await find(response, request.params.id, 'read'));
  });

  router.delete('/:id', async (request, response) => {
    await find(response, request.params.id, 'cancel');
    await answer(response, await requests.remove(request.params.id, actorOf(response)));
  });

  router.post('/:id/retry', async (request, response) => {
    const { id } = await find(response, request.params.id, 'cancel');
    await requests.retry(id, actorOf(response));
    response.set('Location', `/v1/access-requests/${id}`);
    await waitFor(request, response, id);
    const retried = await find(response, id, 'cancel');
    response.status(isFinished(retried.status) ? 200 : 202);
    await answer(response, retried);
  });

  const give = async (
    found: AccessRequest,
    version: number | undefined,
    seal: Seal | undefined,
    ...call: [Request, Response]
  ) => {
    const [, response] = call;
    const report = reportOf(found, await requests.reportsOf(found.id), version);
    const who = { reader: callerOf(response).id, actor: actorOf(response) };
    await giveReport(service, deliveries, { report, connectionId: found.connectionId, seal, ...who }, call);
  };

  router.get('/:id/report', async (request, response) => {
    const found = await find(response, request.params.id, 'report');
    const { version, recipient } = reportSchema.parse(request.query);
    const pointer = (place: number) => (recipient?.length === 1 ? '/recipient' : `/recipient/${place}`);
    const seal = recipient && (await sealFor(recipient, pointer));
    await give(found, version, seal, request, response);
  });

  router.post('/:id/report', async (request, response) => {
    const found = await find(response, request.params.id, 'report');
    const { version, recipients } = encryptionOrderSchema.parse(requireBody(request));
    const seal = await sealFor(recipients, (place) => `/recipients/${place}`);
    await give(found, version, seal, request, response);
  });

  router.post('/:id/report/links', async (request, response) => {
    const found = await find(response, request.params.id, 'link');
    response.status(201).json(await createLink(service, publicUrl, found, request.body, actorOf(response)));
  });

  router.get('/:id/report/key', async (request, response) => {
    const found = await find(response, request.params.id, 'key');
    const { version } = versionSchema.parse(request.query);
    const report = reportOf(found, await requests.reportsOf(found.id), version);
    if (report.keyTable === undefined)
      throw new AppError(
        'no_pseudonyms',
        'This report has no pseudonyms: other people kept their names in it.',
      );
    const what = { request: found.id, version: report.version };
    await ledger.record(found.connectionId, 'key.opened', what, actorOf(response));
    const opened = await connections.unsealOf(found.connectionId, keyCell(report), report.keyTable);
    response.json({ ...what, people: JSON.parse(opened) as unknown });
  });

  return router;
}
