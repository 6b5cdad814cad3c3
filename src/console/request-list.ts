import { Router, type Request, type Response } from 'express';
import { countRequests, listRequests, mostCounted, searchRequests } from '../api/list-requests.js';
import { listSchema, searchSchema, views } from '../api/schemas.js';
import { showRequest, type ShownRequest } from '../api/show-request.js';
import { callerOf } from '../http/authenticate.js';
import type { AccessRequest } from '../model/access-request.js';
import type { ConsoleNeeds } from './console-needs.js';
import { fieldsOf } from './form-body.js';
import type { Texts } from './texts/texts.js';

const pageSize = 50;

/** A list of requests as a page has it. */
interface ListView {
  show?: string;
  heading: (t: Texts) => string;
  sought?: string;
  found: AccessRequest[];
  next?: string | null;
}

/** The list of requests: what needs somebody first; by view, by search, and those of the same person. */
export function requestListRoutes({ service, send }: ConsoleNeeds): Router {
  const router = Router();

  const sendList = async (
    request: Request,
    response: Response,
    { show, heading, sought, found, next }: ListView,
  ) => {
    const items: ShownRequest[] = [];
    for (const one of found) items.push(await showRequest(service, one));
    const attention = await countRequests(service, callerOf(response), 'attention');
    const unfinished = await countRequests(service, callerOf(response), 'unfinished');
    const counts: Record<string, number> = { attention, unfinished };
    const tell = (count: number | undefined) => (count === mostCounted ? `${count - 1}+` : count);
    send(request, response, {
      ...{ template: 'requests', here: 'requests', title: heading },
      view: (t) => ({
        ...{ items, show, sought, next, heading: heading(t) },
        views: [...views, 'all'].map((id) => ({ id, count: tell(counts[id]) })),
        emptyText:
          show === 'attention' ? t.list.emptyAttention : show === 'all' ? t.list.emptyAll : t.list.empty,
      }),
    });
  };

  router.get('/', async (request, response) => {
    const { show, cursor } = request.query;
    const view = show === undefined ? 'attention' : views.find((one) => one === show);
    const how = listSchema.parse({ view, cursor, limit: pageSize });
    const { page, nextCursor } = await listRequests(service, callerOf(response), how);
    await sendList(request, response, {
      ...{ show: view ?? 'all', heading: (t: Texts) => t.list.title, found: page, next: nextCursor },
    });
  });

  // The text may be an address, which must not stand in a URL.
  router.post('/find', async (request, response) => {
    const { text } = searchSchema.parse({ text: fieldsOf(request).text('find') ?? ' ' });
    const found = await searchRequests(service, callerOf(response), text);
    await sendList(request, response, { heading: (t) => t.list.found(text), sought: text, found });
  });

  router.get('/requests/:id/same-person', async (request, response) => {
    const how = listSchema.parse({ same_person_as: request.params.id, limit: pageSize });
    const { page } = await listRequests(service, callerOf(response), how);
    await sendList(request, response, { heading: (t) => t.list.samePerson, found: page });
  });
  return router;
}
