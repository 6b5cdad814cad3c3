import type { ErrorRequestHandler, Request, Response } from 'express';
import { z } from 'zod';
import { AppError, errorCodes, explainFileError, type ErrorCode, type FieldError } from '../errors.js';
import type { Logger } from '../logger.js';
import { answerEarly } from './raw-body.js';

const titles: Record<ErrorCode, string> = {
  invalid_request: 'The request is not valid',
  invalid_configuration: 'The configuration is not valid',
  unauthorized: 'A valid API key is needed',
  forbidden: 'This key may not do that',
  not_found: 'There is no such thing',
  method_not_allowed: 'This address does not do that',
  already_finished: 'The request has already finished',
  account_already_connected: 'The account is connected already',
  account_not_usable: 'The account could not be asked',
  connection_in_use: 'The connection is in use',
  connector_unknown: 'The connector is not installed',
  set_by_environment: 'The environment sets this',
  too_many_keys: 'Too many keys are active',
  too_many_callbacks: 'There are too many callbacks',
  callback_disabled: 'The callback is disabled',
  signature_invalid: 'The signature is not valid',
  report_not_ready: 'There is no report yet',
  report_expired: 'The report has been destroyed',
  report_damaged: 'The report is not what was published',
  not_finished: 'The request has not finished',
  nothing_to_retry: 'Nothing is missing',
  no_pseudonyms: 'The report has no pseudonyms',
  idempotency_key_reused: 'The idempotency key belongs to another request',
  queue_full: 'Too many requests are waiting',
  rate_limited: 'Too many calls',
  data_folder_in_use: 'The data folder is in use',
  not_as_expected: 'The report is another one',
  body_too_large: 'The body is too large',
  unsupported_media_type: 'The content type is not supported',
  range_not_satisfiable: 'The range lies outside the report',
  internal_error: 'Something unexpected happened',
  database_damaged: 'The database is damaged',
  database_busy: 'The database is busy',
  shutting_down: 'The service is stopping',
  disk_full: 'The disk is full',
  folder_not_writable: 'The folder cannot be written',
};

/** The last word on every failed request: RFC 9457 problem details, without stack or data. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next) => {
    const known = toAppError(error);
    const requestId = response.locals.requestId as string;
    if (known.httpStatus >= 500)
      logger.error({ httpRequestId: requestId, code: known.code, fault: error }, 'http request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(request, response, known, requestId);
  };
}

function sendProblem(
  request: Request,
  response: Response,
  { code, message, httpStatus, options }: AppError,
  requestId: string,
): void {
  if (httpStatus === 401) response.set('WWW-Authenticate', 'Bearer');
  const { retryAfterSeconds } = options;
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
  response.status(httpStatus).type('application/problem+json');
  const answer = JSON.stringify({
    type: `urn:problem:${code}`,
    title: titles[code],
    status: httpStatus,
    detail: message,
    code,
    request_id: requestId,
    ...(options.fields && { errors: options.fields }),
  });
  if (code === 'body_too_large') answerEarly(request, response, answer);
  else response.send(answer);
}

/** Every failure as one that may be told. */
export function toAppError(error: unknown): AppError {
  const explained = explainFileError(error, 'the data folder');
  if (explained instanceof AppError) return explained;
  if (error instanceof z.ZodError) return invalid(error);
  const { status } = error as { status?: number };
  if (error instanceof URIError || status === 400)
    return new AppError('invalid_request', 'The address or the body is not well-formed.', { cause: error });
  return new AppError(
    'internal_error',
    `Something unexpected happened. Try again; if it stays, report the request id.`,
    {
      cause: error,
    },
  );
}

function invalid({ issues }: z.ZodError): AppError {
  const fields = issues.flatMap(describeIssue).slice(0, 20);
  const list = fields.map(({ pointer, detail }) => `${pointer || 'the body'} ${detail}`);
  return new AppError('invalid_request', `Please correct: ${list.join('; ')}.`, { fields });
}

function describeIssue(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = toPointer(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      detail: 'is not a known field',
    }));
  return [{ pointer, detail: issue.message }];
}

/** RFC 6901; long names are cut, because they come from the caller. */
function toPointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** All codes with their HTTP status and title, for the documentation. */
export const problemTable = Object.entries(errorCodes).map(([code, status]) => ({
  code,
  status,
  title: titles[code as ErrorCode],
}));
