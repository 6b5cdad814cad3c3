import { Router } from 'express';
import { listApiKeys, makeApiKey, revokeApiKey, rotateKeyOf } from '../api/api-keys.js';
import type { Service } from '../service.js';
import { actorOf, callerOf } from './authenticate.js';
import { requireBody } from './json-body.js';

/** `/v1/api-keys`: make, rotate, revoke. */
export function apiKeyRoutes(service: Service): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    response.json({ items: await listApiKeys(service, callerOf(response)) });
  });
  router.post('/', async (request, response) => {
    const made = await makeApiKey(service, callerOf(response), actorOf(response), requireBody(request));
    response.status(201).json(made);
  });
  router.post('/:id/rotate', async (request, response) => {
    const { id } = request.params;
    response.status(201).json(await rotateKeyOf(service, callerOf(response), actorOf(response), id));
  });
  router.delete('/:id', async (request, response) => {
    const { id } = request.params;
    response.json(await revokeApiKey(service, callerOf(response), actorOf(response), id));
  });
  return router;
}
