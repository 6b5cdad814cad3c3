import type { Request, Response } from 'express';
import { cookieForm } from '../http/browser-cookies.js';

const yearMs = 365 * 24 * 3_600_000;

/** Reads a choice that a browser keeps; undefined: it keeps none. */
export function readPreference(
  { headers }: Pick<Request, 'headers'>,
  publicUrl: string,
  name: string,
): string | undefined {
  const { name: full } = cookieForm(publicUrl, 'console', `dsar_${name}`);
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([one]) => one === full)?.[1];
}

/** Lets the browser keep a choice; an empty one is forgotten. */
export function writePreference(response: Response, publicUrl: string, name: string, value: string): void {
  const { name: full, options } = cookieForm(publicUrl, 'console', `dsar_${name}`);
  const kept = { ...options, httpOnly: true, sameSite: 'lax' } as const;
  if (/^[a-z]{2,5}$/.test(value)) response.cookie(full, value, { ...kept, maxAge: yearMs });
  else response.clearCookie(full, kept);
}
