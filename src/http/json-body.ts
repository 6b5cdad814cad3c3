import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.js';
import { rawBody } from './raw-body.js';

/** Reads a JSON body. Only UTF-8 that is valid is accepted, so that no character is replaced unseen. */
export function jsonBody(): RequestHandler[] {
  return [rawBody((request) => request.is('application/json') !== false), parse];
}

/** The body that was sent. Throws AppError when there is none. */
export function requireBody(request: Request): unknown {
  const body: unknown = request.body;
  if (body !== undefined) return body;
  if (request.is('application/json')) throw new AppError('invalid_request', 'The body is empty: send JSON.');
  throw new AppError('unsupported_media_type', 'Send a JSON body with "Content-Type: application/json".');
}

const parse: RequestHandler = (request, _response, next) => {
  const bytes: unknown = request.body;
  // Some clients name a type although they send nothing.
  const isSent = Buffer.isBuffer(bytes) && bytes.length > 0;
  request.body = isSent ? readJson(bytes, request.headers['content-type'] ?? '') : undefined;
  next();
};

function readJson(bytes: Buffer, contentType: string): unknown {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new AppError('unsupported_media_type', 'Send the body as UTF-8.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not valid JSON in UTF-8.', { cause });
  }
}
