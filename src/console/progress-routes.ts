import { Router } from 'express';
import { findRequest } from '../api/find-request.js';
import type { ShownRequest } from '../api/show-request.js';
import { callerOf } from '../http/authenticate.js';
import { streamProgress } from '../http/event-stream.js';
import { choicesOf } from './choices.js';
import type { ConsoleNeeds } from './console-needs.js';
import { formatsOf } from './formats.js';
import { sessionOf } from './pages.js';
import { textsIn, type Texts } from './texts/texts.js';

/** Streams one session may have open: browsers have six connections to a host. */
const mostStreams = 3;

/** Follows a request for its page, as long as the session lasts; following is no activity. */
export function progressRoutes({ service, sessions, cookie, feed, publicUrl }: ConsoleNeeds): Router {
  const router = Router();
  router.get('/requests/:id/events', async (request, response) => {
    const { id } = await findRequest(service, callerOf(response), request.params.id, 'read');
    const idHash = sessionOf(response)?.session.idHash ?? '';
    if (sessions.watchersOf(idHash) >= mostStreams) {
      response.status(204).end();
      return;
    }
    const t = textsIn(choicesOf(request, publicUrl()).language);
    const secret = cookie.read(request) ?? '';
    const end = streamProgress(request, response, {
      ...{ feed, id },
      tell: (shown) => tellProgress(t, shown),
      mayRead: async () => (await sessions.find(secret)) !== undefined,
    });
    response.once('close', sessions.watch(idHash, end));
  });
  return router;
}

/** How far a request has come, in the words of the page. */
function tellProgress(t: Texts, { sources, packing }: ShownRequest): object {
  const f = formatsOf(t);
  return {
    says: packing && t.request.packing(packing.done, packing.total),
    sources: sources.map(({ id, outcome, state, progress, records, files }) => ({
      id,
      badge: outcome ?? state,
      word: outcome ? t.outcomes[outcome] : t.states[state],
      done: progress?.steps.done ?? 0,
      total: progress?.steps.total ?? 0,
      records: f.number(records),
      files: f.number(files),
    })),
  };
}
