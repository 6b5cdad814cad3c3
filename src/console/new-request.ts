import { randomUUID } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { reaches, requireRight } from '../api/caller.js';
import { createRequest } from '../api/create-request.js';
import { planOrder, type ShownPlan } from '../api/plan-order.js';
import { actorOf, callerOf } from '../http/authenticate.js';
import type { ConsoleNeeds } from './console-needs.js';
import { problemOf, type FormProblem } from './field-problems.js';
import { Fields, fieldsOf } from './form-body.js';
import { groupsIn } from './groups.js';

/** `/requests/new`: an order, looked ahead before it begins. */
export function newRequestRoutes({ service, send, base }: ConsoleNeeds): Router {
  const { connections, connectors } = service;
  const router = Router();

  const show = async (
    request: Request,
    response: Response,
    { fields, plan, problem }: { fields: Fields; plan?: ShownPlan; problem?: FormProblem },
  ) => {
    const caller = callerOf(response);
    const seen = (await connections.list()).filter(({ id }) => reaches(caller, id));
    const groups = groupsIn(connectors.all);
    const used = connectors.all.filter(({ id }) => seen.some(({ connector }) => connector === id));
    const byGroup = new Map<string, { id: string; title: string }[]>();
    for (const { id, title } of used.flatMap(({ sources }) => sources))
      for (const group of groups(id)) byGroup.set(group, [...(byGroup.get(group) ?? []), { id, title }]);
    send(request, response, {
      ...{ template: 'new-request', here: 'requests', title: (t) => t.order.title },
      status: problem?.status,
      view: {
        ...{ fields, plan, problem, connections: seen, groups: [...byGroup] },
        chosen: fields.all('sources'),
        // The same form, sent twice, is the same request.
        once: fields.text('once') ?? randomUUID(),
        isFresh: !fields.has('once'),
      },
    });
  };

  router.get('/requests/new', async (request, response) => {
    requireRight(callerOf(response), 'create');
    await show(request, response, { fields: new Fields(new URLSearchParams()) });
  });

  router.post('/requests/new', async (request, response) => {
    const caller = callerOf(response);
    const fields = fieldsOf(request);
    try {
      const order = toOrder(fields);
      if (fields.typed('do') === 'plan') {
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        await show(request, response, {
          fields,
          plan: await planOrder(service, caller, order, gone.signal),
        });
        return;
      }
      const idempotencyKey = `console ${fields.text('once') ?? randomUUID()}`;
      const taken = await createRequest(service, order, {
        ...{ caller, actor: actorOf(response), idempotencyKey },
      });
      response.redirect(303, `${base()}/requests/${taken.request.id}`);
    } catch (error) {
      await show(request, response, { fields, problem: problemOf(error) });
    }
  });
  return router;
}

/** The order of a form, as the API spells it. */
function toOrder(fields: Fields): object {
  const sources = [...new Set(fields.all('sources'))];
  const due = fields.text('due_at');
  return {
    email: fields.text('email') ?? '',
    connection_id: fields.text('connection_id'),
    reference: fields.text('reference'),
    from: fields.text('from'),
    to: fields.text('to'),
    time_zone: fields.text('time_zone'),
    third_parties: fields.text('third_parties'),
    // A day is over at its end.
    due_at: due === undefined ? undefined : `${due}T23:59:59Z`,
    media: fields.has('media'),
    ...(sources.length > 0 && { sources }),
  };
}
