import type { RequestListener } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.js';

/** Largest body that is read. */
const largest = 64 * 1024;

/** How long what is still sent to a refused call is read and thrown away. */
const lingerMs = 2_000;

/** Reads the body of a call, as bytes. One that is too large is refused as soon as that shows, by its length or while it comes. */
export function rawBody(isWanted: (request: Request) => boolean): RequestHandler {
  return async (request, response, next) => {
    if (hasBody(request) && isWanted(request)) request.body = await readBody(request, response);
    next();
  };
}

/** RFC 9112, section 6.3 */
const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

function readBody(request: Request, response: Response): Promise<Buffer> {
  if ((request.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
    throw new AppError('unsupported_media_type', 'Send the body uncompressed.');
  if (Number(request.headers['content-length']) > largest) throw tooLarge();
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= largest) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take).pause();
      reject(tooLarge());
    };
    const brokenOff = (cause?: unknown) =>
      reject(new AppError('invalid_request', 'The body broke off.', { cause }));
    request
      .on('data', take)
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', brokenOff)
      .once('close', () => brokenOff());
  });
}

/**
 * Callers that ask first whether to send their body (RFC 9110, section 10.1.1) hear it when the body would be read. One
 * that is refused before may send it or not, so the connection is not used again.
 */
export function continueLater(app: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader('Connection', 'close');
    app(request, response);
  };
}

const tooLarge = () => new AppError('body_too_large', 'The body must be at most 64 KiB.');

/**
 * Answers a call whose body is still on its way. A socket that is closed with bytes unread resets the connection, and
 * the answer is lost; so the answer goes whole, then the rest is thrown away until the caller stops or the time is over.
 */
export function answerEarly(request: Request, response: Response, answer: string): void {
  response.set({ Connection: 'close', 'Content-Length': String(Buffer.byteLength(answer)) }).write(answer);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end).once('close', end).resume();
}
