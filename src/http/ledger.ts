import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { environmentId } from '../connections/connection.js';
import { AppError } from '../errors.js';
import { installationChain } from '../ledger/ledger.js';
import { showEntry } from '../ledger/show-entry.js';
import type { Service } from '../service.js';
import type { Deliveries } from './deliveries.js';
import { reaches, requireRight } from '../api/caller.js';
import { callerOf } from './authenticate.js';
import { ledgerQuerySchema } from './ledger-schemas.js';

/** `/v1/ledger`: the account of one connection, as a page of JSON or whole as NDJSON. */
export function ledgerRoutes({ ledger, connections }: Service, deliveries: Deliveries): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'ledger');
    const { connection_id, after, limit } = ledgerQuerySchema.parse(request.query);
    const present = (await connections.list()).map(({ id }) => id);
    const seen = [...new Set([...present, ...(await ledger.connections())])].filter((id) =>
      reaches(caller, id),
    );
    const accounts = seen.filter((id) => id !== installationChain);
    const only = accounts.includes(environmentId)
      ? environmentId
      : accounts.length === 1
        ? accounts[0]
        : undefined;
    const id = connection_id === undefined ? only : seen.find((one) => one === connection_id);
    if (id === undefined && connection_id === undefined && accounts.length > 0)
      throw new AppError('invalid_request', 'Several accounts have a ledger: name one as connection_id.', {
        fields: [{ pointer: '/connection_id', detail: 'is missing' }],
      });
    if (id === undefined) throw new AppError('not_found', 'There is no connection with this id.');
    // Whoever has just fetched a report finds it here.
    await deliveries.settled();
    if (request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson') {
      response.type('application/x-ndjson');
      await pipeline(Readable.from(linesOf(ledger, id)), response).catch(unlessGone);
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
  return router;
}

/** A caller who goes away in mid-answer is no fault of ours. */
function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

async function* linesOf(ledger: Service['ledger'], connectionId: string): AsyncGenerator<string> {
  for await (const page of ledger.entries(connectionId))
    for (const entry of page) yield `${JSON.stringify(showEntry(entry))}\n`;
}
