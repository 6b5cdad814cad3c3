import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.js';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Lets a call that changes something through only where the browser says that a page of ours, or the person, made it.
 * A browser that does not say so names at least its page's origin; a call with neither is refused.
 */
export function requireSameOrigin(publicUrl: () => string): RequestHandler {
  return (request, _response, next) => {
    if (safe.includes(request.method) || isOurs(request, new URL(publicUrl()).origin)) next();
    else
      throw new AppError(
        'forbidden',
        'This did not come from a page of the console, so nothing was done. Open the console and do it there; where it was there, DSAR_PUBLIC_URL must be the address in your browser.',
      );
  };
}

function isOurs({ headers }: Request, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin === origin;
}
