import { Router, type Request, type Response } from 'express';
import { findRequest } from '../api/find-request.js';
import { reportOf } from '../api/report-of.js';
import { showRequest } from '../api/show-request.js';
import { gapOutcomes } from '../contract/index.js';
import { actorOf, callerOf } from '../http/authenticate.js';
import { versionSchema } from '../http/delivery-schemas.js';
import { giveReport } from '../http/give-report.js';
import { isFinished } from '../model/access-request.js';
import { byGroup } from './by-group.js';
import type { ConsoleNeeds } from './console-needs.js';
import { fieldsOf } from './form-body.js';
import { createLink } from '../http/create-link.js';
import { groupsIn } from './groups.js';

/** What is shown once, after something was done. */
interface Once {
  revealed?: boolean;
  linkMade?: { url: string; expires_at: string };
}

/** The page of one request, and what can be done on it. */
export function requestRoutes({ service, send, base, publicUrl, deliveries }: ConsoleNeeds): Router {
  const { requests, ledger, clock } = service;
  const router = Router();

  const show = async (request: Request<{ id: string }>, response: Response, once: Once = {}) => {
    const found = await findRequest(service, callerOf(response), request.params.id, 'read');
    const after = await service.events.lastOf(found.id);
    const shown = await showRequest(service, found);
    const connection = await service.connections.find(found.connectionId);
    const isUnfinished = !isFinished(found.status);
    const gaps = shown.sources.filter(({ outcome }) => outcome && gapOutcomes.has(outcome)).length;
    const hasGone = shown.email === undefined;
    send(request, response, {
      ...{ template: 'request', here: 'requests' },
      title: (t) => t.request.title(shown.reference ?? shown.id.slice(0, 8)),
      refreshSeconds: isUnfinished ? 15 : undefined,
      view: {
        ...{ request: shown, after, gaps, isUnfinished, ...once },
        connectionLabel: connection?.label ?? found.connectionId,
        resumeMinutes: Math.ceil(((found.resumeAt ?? 0) - clock.now()) / 60_000),
        groups: byGroup(shown.sources, groupsIn(service.connectors.all)),
        canRetry: !hasGone && ['completed_with_gaps', 'failed'].includes(found.status),
        canRemove: isUnfinished || (!hasGone && found.status !== 'cancelled'),
      },
    });
  };

  const pageOf = (id: string) => `${base()}/requests/${id}`;

  router.get('/requests/:id', (request, response) => show(request, response));

  router.post('/requests/:id/reveal', async (request, response) => {
    const { id, connectionId } = await findRequest(service, callerOf(response), request.params.id, 'read');
    await ledger.record(connectionId, 'email.revealed', { request: id }, actorOf(response));
    await show(request, response, { revealed: true });
  });

  router.post('/requests/:id/retry', async (request, response) => {
    const { id } = await findRequest(service, callerOf(response), request.params.id, 'cancel');
    await requests.retry(id, actorOf(response));
    response.redirect(303, pageOf(id));
  });

  router.post('/requests/:id/remove', async (request, response) => {
    const found = await findRequest(service, callerOf(response), request.params.id, 'cancel');
    const wanted = fieldsOf(request).typed('what');
    // Whoever meant to end a run must not destroy the report it has brought meanwhile.
    const isMeant = isFinished(found.status) === (wanted === 'destroy');
    if (isMeant) await requests.remove(found.id, actorOf(response));
    response.redirect(303, pageOf(found.id));
  });

  router.post('/requests/:id/link', async (request, response) => {
    const found = await findRequest(service, callerOf(response), request.params.id, 'link');
    const { version } = versionSchema.parse({ version: fieldsOf(request).text('version') });
    const linkMade = await createLink(service, publicUrl, found, { version }, actorOf(response));
    await show(request, response, { linkMade });
  });

  router.get('/requests/:id/download', async (request, response) => {
    const caller = callerOf(response);
    const found = await findRequest(service, caller, request.params.id, 'report');
    const { version } = versionSchema.parse(request.query);
    const report = reportOf(found, await requests.reportsOf(found.id), version);
    const who = { reader: caller.id, actor: actorOf(response) };
    const handOut = { report, connectionId: found.connectionId, ...who };
    await giveReport(service, deliveries, handOut, [request, response]);
  });
  return router;
}
