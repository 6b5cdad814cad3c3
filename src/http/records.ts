import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { requireRight } from '../api/caller.js';
import { findRequest } from '../api/find-request.js';
import { asJsonArray, readRecords, recordsSchema } from '../api/read-records.js';
import { schemaOf, showSources } from '../api/source-schemas.js';
import { AppError } from '../errors.js';
import type { Service } from '../service.js';
import { actorOf, callerOf } from './authenticate.js';

/** `/v1/access-requests/{id}/records`: the records of a report as lines of JSON. */
export function recordRoutes(service: Service): Router {
  const router = Router();
  router.get('/:id/records', async (request, response) => {
    const found = await findRequest(service, callerOf(response), request.params.id, 'report');
    const order = recordsSchema.parse(request.query);
    const rows = await readRecords(service, found, order, actorOf(response));
    const isArray = request.accepts(['application/x-ndjson', 'application/json']) === 'application/json';
    response.type(isArray ? 'application/json' : 'application/x-ndjson');
    response.set('Cache-Control', 'private, no-store');
    const sent = isArray ? asJsonArray(rows, order.kinds === undefined) : rows;
    try {
      await pipeline(Readable.from(sent), response);
    } catch (error) {
      // A caller who goes away in mid-answer is no fault of ours.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  });
  return router;
}

/** `/v1/sources`: what there is to read, and the form of its records. */
export function sourceRoutes({ connectors }: Pick<Service, 'connectors'>): Router {
  const router = Router();
  const require = (id: string) => {
    const source = connectors.all.flatMap(({ sources }) => sources).find((one) => one.id === id);
    if (!source)
      throw new AppError('not_found', 'There is no source with this id; GET /v1/sources lists them.');
    return source;
  };
  router.get('/', (_request, response) => {
    requireRight(callerOf(response), 'read');
    response.json({ items: showSources(connectors.all) });
  });
  router.get('/:id/schema', (request, response) => {
    requireRight(callerOf(response), 'read');
    response.type('application/schema+json').send(JSON.stringify(schemaOf(require(request.params.id))));
  });
  return router;
}
