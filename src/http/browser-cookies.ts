import { randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';

/** What is left of the public address for the pages of links. */
export type Area = 'oauth' | 'reports';

/**
 * Cookies by which the browser that looked at a link is known again. Each link has one of its own, so that tabs leave
 * each other alone. `__Host-` and `__Secure-` keep neighbours of the host from setting one:
 * https://www.rfc-editor.org/rfc/rfc6265bis section 4.1.3
 */
export class BrowserCookies {
  constructor(
    private readonly area: Area,
    private readonly publicUrl: () => string,
  ) {}

  /** The value a browser has for a link; undefined: none that we have made. */
  read(request: Request, linkHash: string): string | undefined {
    return readCookie(request, this.formOf(linkHash).name);
  }

  /** Gives a browser its value for a link: the one it has, else a new one. */
  give(request: Request, response: Response, linkHash: string, milliseconds: number): string {
    const value = this.read(request, linkHash) ?? randomBytes(32).toString('base64url');
    const { name, options } = this.formOf(linkHash);
    response.cookie(name, value, { ...options, httpOnly: true, sameSite: 'lax', maxAge: milliseconds });
    return value;
  }

  private formOf(linkHash: string): { name: string; options: CookieOptions } {
    return cookieForm(this.publicUrl(), this.area, `dsar_${this.area}_${linkHash.slice(0, 16)}`);
  }
}

/** Name and scope of a cookie for an area below the public address. */
export function cookieForm(
  publicUrl: string,
  area: string,
  bare: string,
): { name: string; options: CookieOptions } {
  const { protocol, pathname } = new URL(publicUrl || 'http://127.0.0.1');
  const prefix = pathname.replace(/\/+$/, '');
  const path = `${prefix}/${area}`;
  if (protocol !== 'https:') return { name: bare, options: { path } };
  if (prefix === '') return { name: `__Host-${bare}`, options: { path: '/', secure: true } };
  return { name: `__Secure-${bare}`, options: { path, secure: true } };
}

/** A value of ours that a browser sends under this name; undefined: none. */
export function readCookie({ headers }: Pick<Request, 'headers'>, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([one]) => one === name)?.[1];
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}
