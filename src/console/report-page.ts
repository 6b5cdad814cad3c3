import { Router } from 'express';
import { rights } from '../api/caller.js';
import { findRequest } from '../api/find-request.js';
import { showRequest } from '../api/show-request.js';
import { callerOf } from '../http/authenticate.js';
import { showEntry } from '../ledger/show-entry.js';
import { barsOf } from './bars.js';
import type { ConsoleNeeds } from './console-needs.js';

/** `/requests/:id/report`: one page for the file: who asked what, what came of it, what is missing, who has it. */
export function reportPageRoutes({ service, send, deliveries }: ConsoleNeeds): Router {
  const { store, signer } = service;
  const router = Router();
  router.get('/requests/:id/report', async (request, response) => {
    const caller = callerOf(response);
    const found = await findRequest(service, caller, request.params.id, 'read');
    const shown = await showRequest(service, found);
    await deliveries.settled();
    const maySee = rights[caller.role].ledger !== undefined;
    const entries = maySee ? await store.ledger.ofRequest(found.connectionId, found.id) : undefined;
    send(request, response, {
      ...{ template: 'report-page', here: 'requests' },
      title: (t) => t.report.title(shown.reference ?? shown.id.slice(0, 8)),
      view: {
        ...{ request: shown, origin: found.origin, keyId: signer.publicKey.id },
        entries: entries?.map(showEntry),
        bars: barsOf(shown.sources.map(({ title, records }) => ({ label: title, value: records }))),
        missing: shown.sources.filter(({ reason }) => reason !== undefined),
      },
    });
  });
  return router;
}
