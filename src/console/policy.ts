import type { RequestHandler } from 'express';

/** What a page of the console may do; `formTargets`: where a form may lead besides this site. */
export const policyOf = (formTargets: readonly string[] = []) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** Headers of every page of the console. Chromium holds redirects after a form against `form-action`, too. */
export function consoleHeaders(formTargets: readonly string[]): RequestHandler {
  const policy = policyOf(formTargets);
  return (_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'Referrer-Policy': 'no-referrer',
      Vary: 'Accept-Language, Cookie',
    });
    next();
  };
}
