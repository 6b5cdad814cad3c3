import { Router, type Request, type Response } from 'express';
import { callerOf } from '../http/authenticate.js';
import { chainsOf, checkChain, findChain, sendChain, type ShownCheck } from '../http/ledger-reading.js';
import { ledgerEvents } from '../ledger/ledger.js';
import { showEntry } from '../ledger/show-entry.js';
import type { ConsoleNeeds } from './console-needs.js';
import { fieldsOf } from './form-body.js';

const pageSize = 100;

/** `/ledger`: what happened, newest first, whether the chain holds, and all of it as a file. */
export function ledgerRoutes({ service, send, deliveries }: ConsoleNeeds): Router {
  const { ledger, connections } = service;
  const router = Router();
  const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

  const show = async (
    request: Request,
    response: Response,
    asked: { chain?: string; event?: string; before?: string },
    check?: ShownCheck,
  ) => {
    const caller = callerOf(response);
    const chains = await chainsOf(service, caller);
    const chain = await findChain(
      service,
      caller,
      asked.chain ?? (chains.length === 1 ? chains[0] : undefined),
    );
    await deliveries.settled();
    const head = await ledger.head(chain);
    const end = /^\d{1,15}$/.test(asked.before ?? '') ? Number(asked.before) : (head?.sequence ?? 0) + 1;
    const first = Math.max(0, end - 1 - pageSize);
    const page = (await ledger.page(chain, first, Math.min(pageSize, end - 1))).map(showEntry).reverse();
    const labels = new Map((await connections.list()).map(({ id, label }) => [id, label]));
    send(request, response, {
      ...{ template: 'ledger', here: 'ledger', title: (t) => t.ledger.title },
      view: {
        ...{ chain, head, check, event: asked.event, older: first > 0 ? first + 1 : undefined },
        chains: chains.map((id) => ({ id, label: labels.get(id) ?? id })),
        events: ledgerEvents,
        items: asked.event === undefined ? page : page.filter(({ event }) => event === asked.event),
      },
    });
  };

  router.get('/ledger', (request, response) => {
    const { connection, event, before } = request.query;
    return show(request, response, {
      ...{ chain: textOf(connection), event: textOf(event), before: textOf(before) },
    });
  });

  router.post('/ledger', async (request, response) => {
    const chain = await findChain(service, callerOf(response), fieldsOf(request).text('connection'));
    await show(request, response, { chain }, await checkChain(service, chain));
  });

  router.get('/ledger/export', async (request, response) => {
    const chain = await findChain(service, callerOf(response), textOf(request.query.connection));
    response.attachment(`ledger-${chain}.ndjson`);
    await sendChain(service, chain, response);
  });
  return router;
}
