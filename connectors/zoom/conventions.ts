import type { Conventions } from '../../src/contract/index.js';

/** How Zoom's REST API writes paths, pages, dates and errors: https://developers.zoom.us/docs/api/using-zoom-apis/ */
export const conventions: Conventions = {
  encodePathValue,
  pages: {
    size: 'page_size',
    token: 'next_page_token',
    nextToken: 'next_page_token',
    number: 'page_number',
    pageCount: 'page_count',
    total: 'total_records',
  },
  // Every operation of a person takes "the user ID or email address"; Phone often knows only one of them.
  subjectNames: ['id', 'address'],
  unknownSubject: { '*': [1001, 1010, 1120], phone: [300, 404, 2001] },
  window: { from: 'from', to: 'to' },
  readError,
};

/** A meeting UUID that starts with `/` or holds `//` must be percent-encoded twice; everything else once. */
function encodePathValue(value: string, placeholder: string): string {
  const once = encodeURIComponent(value);
  return placeholder === 'uuid' && (value.startsWith('/') || value.includes('//'))
    ? encodeURIComponent(once)
    : once;
}

/** An old form of the missing-scope error holds unescaped quotes and is not valid JSON: it is read as text. */
function readError(body: string, parsed: unknown): ReturnType<Conventions['readError']> {
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    const { code, message, errors, reason } = parsed as Record<string, unknown>;
    if (typeof message !== 'string' && code === undefined) return undefined;
    // Some answers say "code 0, success" beside their data.
    if (toNumber(code) === 0) return undefined;
    const words = typeof message === 'string' ? message : typeof reason === 'string' ? reason : '';
    return {
      code: toNumber(code),
      message: words,
      scopes: readScopes(words),
      fields: Array.isArray(errors) ? errors.flatMap(describeFieldError) : [],
    };
  }
  const code = /^\s*\{\s*"code"\s*:\s*"?(\d+)/.exec(body)?.[1];
  if (code === undefined) return undefined;
  return { code: Number(code), message: body.slice(0, 500), scopes: readScopes(body), fields: [] };
}

/** "Invalid access token, does not contain scopes:[a:read, a:read:admin]." names what would do. */
function readScopes(message: string): string[] | undefined {
  const list = /does not contain scopes:\s*\[([^\]]{1,2000})/i.exec(message)?.[1] ?? '';
  return list.match(/[a-z_]+(?::[a-z_]+)+/g)?.slice(0, 20);
}

function toNumber(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value);
  return Number.isInteger(number) ? number : undefined;
}

function describeFieldError(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { field, message } = error as Record<string, unknown>;
  return [field, message].filter((text) => typeof text === 'string');
}
