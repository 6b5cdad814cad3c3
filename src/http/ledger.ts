import { Router } from 'express';
import { showEntry } from '../ledger/show-entry.js';
import type { Service } from '../service.js';
import { callerOf } from './authenticate.js';
import type { Deliveries } from './deliveries.js';
import { checkChain, findChain, sendChain } from './ledger-reading.js';
import { ledgerCheckQuerySchema, ledgerQuerySchema } from './ledger-schemas.js';

/** `/v1/ledger`: the account of one connection, as a page of JSON or whole as NDJSON, and whether its chain holds. */
export function ledgerRoutes(service: Service, deliveries: Deliveries): Router {
  const { ledger } = service;
  const router = Router();
  router.get('/', async (request, response) => {
    const { connection_id, after, limit } = ledgerQuerySchema.parse(request.query);
    const id = await findChain(service, callerOf(response), connection_id);
    // Whoever has just fetched a report finds it here.
    await deliveries.settled();
    if (request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson') {
      await sendChain(service, id, response);
      return;
    }
    const page = await ledger.page(id, after, limit);
    const head = await ledger.head(id);
    const last = page.at(-1)?.sequence;
    response.json({
      items: page.map(showEntry),
      head: head ? { sequence: head.sequence, hash: head.hash } : null,
      next_after: last !== undefined && head && last < head.sequence ? last : null,
    });
  });

  router.get('/check', async (request, response) => {
    const { connection_id } = ledgerCheckQuerySchema.parse(request.query);
    response.json(await checkChain(service, await findChain(service, callerOf(response), connection_id)));
  });
  return router;
}
