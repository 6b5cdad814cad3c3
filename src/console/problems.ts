import type { ErrorRequestHandler, Request, Response } from 'express';
import { toAppError } from '../http/problem.js';
import type { ConsoleNeeds } from './console-needs.js';
import { sendSignIn } from './sign-in.js';

/** The last word on a call of the console that failed: a page that says why. */
export function showProblems(needs: ConsoleNeeds): ErrorRequestHandler {
  const { logger } = needs.service;
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next) => {
    const { code, message, httpStatus, options } = toAppError(error);
    const requestId = response.locals.requestId as string;
    if (httpStatus >= 500)
      logger.error({ httpRequestId: requestId, code, fault: error }, 'a page of the console failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { retryAfterSeconds } = options;
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
    // What was to be a download is a page now.
    response.removeHeader('Content-Disposition');
    if (code === 'rate_limited' && response.locals.session === undefined)
      sendSignIn(needs, request, response, {
        status: httpStatus,
        says: (t) => t.signIn.tooMany(retryAfterSeconds ?? 60),
      });
    else
      needs.send(request, response, {
        ...{ template: 'problem', here: 'none', status: httpStatus, title: (t) => t.problem.title },
        view: { detail: message, code, requestId },
      });
  };
}
