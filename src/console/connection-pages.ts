import { Router, type Request, type Response } from 'express';
import { reaches, requireRight } from '../api/caller.js';
import { scopesFor, showNeed } from '../api/scopes.js';
import { scopesToGrant } from '../connections/scopes.js';
import { groupsOf, sourcesMeant } from '../contract/index.js';
import { actorOf, callerOf } from '../http/authenticate.js';
import { ConnectionCommands, type Doer } from '../http/connection-commands.js';
import { showConnection, type ShownTest } from '../http/show-connection.js';
import { connectionChangeOf, connectionOrderOf } from './connection-forms.js';
import type { ConsoleNeeds } from './console-needs.js';
import { problemOf, type FormProblem } from './field-problems.js';
import { Fields, fieldsOf } from './form-body.js';

/** What is shown once, after something was done. */
interface Once {
  test?: ShownTest;
  user?: string;
  link?: { start_url: string; expires_at: string };
  problem?: FormProblem;
  fields?: Fields;
  isSaved?: boolean;
}

/** `/connections`: connect accounts, test them, change what is read and said. */
export function connectionRoutes({ service, send, base, publicUrl }: ConsoleNeeds): Router {
  const { connections, connectors } = service;
  const commands = new ConnectionCommands(service, publicUrl);
  const router = Router();
  const doerOf = (response: Response): Doer => ({ caller: callerOf(response), actor: actorOf(response) });

  router.get('/connections', async (request, response) => {
    const caller = callerOf(response);
    requireRight(caller, 'connections');
    const items = (await connections.list()).filter(({ id }) => reaches(caller, id)).map(showConnection);
    send(request, response, {
      ...{ template: 'connections', here: 'connections', title: (t) => t.connections.title },
      view: { items, mayAdd: caller.connections === undefined },
    });
  });

  const showNew = (request: Request, response: Response, fields: Fields, problem?: FormProblem) => {
    requireRight(callerOf(response), 'connections');
    const [likely] = connectors.all;
    const named = connectors.all.find(({ id }) => id === fields.typed('connector')) ?? likely;
    const sources = named?.sources ?? [];
    const names = fields.all('sources');
    const meant = names.length > 0 ? sourcesMeant(sources, names) : undefined;
    const scopes = named ? scopesToGrant(named, meant).map(showNeed) : [];
    send(request, response, {
      ...{ template: 'new-connection', here: 'connections', status: problem?.status },
      title: (t) => t.connections.newTitle,
      view: {
        ...{ fields, problem, scopes, groups: groupsOf(sources), chosen: names },
        plans: named?.plans ?? [],
        connectors: connectors.all.map(({ id, title }) => ({ id, title })),
        callbackUrl: `${publicUrl()}/oauth/callback`,
      },
    });
  };

  router.get('/connections/new', (request, response) =>
    showNew(request, response, new Fields(new URLSearchParams())),
  );

  router.post('/connections/new', async (request, response) => {
    const fields = fieldsOf(request);
    if (fields.typed('do') === 'scopes') {
      showNew(request, response, fields);
      return;
    }
    try {
      const { id } = await commands.create(doerOf(response), connectionOrderOf(fields));
      response.redirect(303, `${base()}/connections/${id}`);
    } catch (error) {
      showNew(request, response, fields, problemOf(error));
    }
  });

  const show = async (request: Request<{ id: string }>, response: Response, once: Once = {}) => {
    const found = await commands.find(doerOf(response), request.params.id);
    const installed = connectors.of(found.connector);
    const scopes = installed ? await scopesFor(service, callerOf(response), found.id) : { items: [] };
    send(request, response, {
      ...{ template: 'connection', here: 'connections', status: once.problem?.status },
      title: () => found.label,
      view: {
        ...{ connection: showConnection(found), scopes: scopes.items, ...once },
        plans: installed?.connector.plans ?? [found.plan],
        groups: groupsOf(installed?.connector.sources ?? []),
        limits: installed?.connector.rateLimits(found.plan).labels ?? [],
      },
    });
  };

  router.get('/connections/:id', (request, response) => show(request, response));

  router.post('/connections/:id', async (request, response) => {
    const fields = fieldsOf(request);
    try {
      const doer = doerOf(response);
      const before = await commands.find(doer, request.params.id);
      await commands.change(doer, before.id, connectionChangeOf(fields, showConnection(before)));
      await show(request, response, { isSaved: true });
    } catch (error) {
      await show(request, response, { fields, problem: problemOf(error) });
    }
  });

  router.post('/connections/:id/test', async (request, response) => {
    const user = fieldsOf(request).text('user');
    const test = await commands.test(doerOf(response), request.params.id, { user });
    await show(request, response, { test, user });
  });

  router.post('/connections/:id/authorize', async (request, response) => {
    const link = await commands.authorize(doerOf(response), request.params.id);
    await show(request, response, { link });
  });

  router.post('/connections/:id/remove', async (request, response) => {
    await commands.remove(doerOf(response), request.params.id);
    response.redirect(303, `${base()}/connections`);
  });
  return router;
}
