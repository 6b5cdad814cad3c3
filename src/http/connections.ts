import { Router, type Response } from 'express';
import { reaches, requireRight } from '../api/caller.js';
import { scopesFor, scopesSchema } from '../api/scopes.js';
import type { Service } from '../service.js';
import { actorOf, callerOf } from './authenticate.js';
import { ConnectionCommands, type Doer } from './connection-commands.js';
import { requireBody } from './json-body.js';
import { showConnection } from './show-connection.js';

/** `/v1/connections`: connect accounts, change, test, remove. */
export function connectionRoutes(service: Service, publicUrl: () => string): Router {
  const { connections } = service;
  const commands = new ConnectionCommands(service, publicUrl);
  const router = Router();
  const doerOf = (response: Response): Doer => ({ caller: callerOf(response), actor: actorOf(response) });

  router.get('/', async (_request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'connections');
    const seen = (await connections.list()).filter(({ id }) => reaches(caller, id));
    response.json({ items: seen.map(showConnection) });
  });

  router.post('/', async (request, response) => {
    requireRight(callerOf(response), 'connections');
    const created = await commands.create(doerOf(response), requireBody(request));
    response.status(201).set('Location', `/v1/connections/${created.id}`).json(showConnection(created));
  });

  router.get('/:id', async (request, response) => {
    response.json(showConnection(await commands.find(doerOf(response), request.params.id)));
  });

  router.patch('/:id', async (request, response) => {
    const doer = doerOf(response);
    const { id } = await commands.find(doer, request.params.id);
    response.json(showConnection(await commands.change(doer, id, requireBody(request))));
  });

  router.delete('/:id', async (request, response) => {
    response.json(await commands.remove(doerOf(response), request.params.id));
  });

  router.get('/:id/scopes', async (request, response) => {
    const { sources } = scopesSchema.parse(request.query);
    response.json(await scopesFor(service, callerOf(response), request.params.id, sources));
  });

  router.post('/:id/authorize', async (request, response) => {
    response.json(await commands.authorize(doerOf(response), request.params.id));
  });

  router.post('/:id/test', async (request, response) => {
    response.json(await commands.test(doerOf(response), request.params.id, request.body));
  });
  return router;
}
