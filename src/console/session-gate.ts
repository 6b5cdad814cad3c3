import type { Request, RequestHandler, Response } from 'express';
import type { ConsoleNeeds } from './console-needs.js';
import { fieldsOf } from './form-body.js';
import { sendSignIn } from './sign-in.js';

/** Where a stream or a download is asked for, there is no page to show. */
const isForPeople = (request: Request) => request.accepts(['html', 'json', 'text']) === 'html';

/** Finds out whose session a call belongs to. */
export function readSession({ sessions, cookie }: ConsoleNeeds): RequestHandler {
  return async (request, response, next) => {
    const secret = cookie.read(request);
    const found = secret === undefined ? undefined : await sessions.find(secret);
    if (found) {
      response.locals.session = found;
      response.locals.caller = found.caller;
      if (isForPeople(request)) await sessions.noteActivity(found.session);
    }
    next();
  };
}

/** Lets nobody through who is not signed in; a form that was sent too late is kept for after the sign-in. */
export function requireSession(needs: ConsoleNeeds): RequestHandler {
  return (request, response, next) => {
    if (response.locals.session !== undefined) next();
    else if (request.method === 'GET' && !isForPeople(request)) response.status(204).end();
    else refuse(needs, request, response);
  };
}

function refuse(needs: ConsoleNeeds, request: Request, response: Response): void {
  const within = request.originalUrl.replace(/^\/console/, '').replace(/\?.*$/, '');
  const kept = request.method === 'POST' ? fieldsOf(request).entries : [];
  const hadSession = needs.cookie.read(request) !== undefined;
  sendSignIn(needs, request, response, {
    status: 401,
    next: `${needs.base()}${within === '' ? '/' : within}`,
    kept,
    message: hadSession || kept.length > 0 ? 'over' : undefined,
  });
}
