import type { Request } from 'express';
import type { Span } from '../storage/download-store.js';

/** What a call for a file comes to: all of it, one part of it, or none of its bytes. */
export type Asked = ({ status: 200 | 206 } & Span) | { status: 304 | 412 | 416 };

/**
 * Judges conditions and ranges in the order of RFC 9110, section 13.2.2. The entity tag alone tells versions apart:
 * conditions on dates are met by no file. Several ranges are answered with the whole.
 */
export function askedPart(request: Request, tag: string, bytes: number): Asked {
  const { 'if-match': match, 'if-none-match': noneMatch, 'if-range': ifRange } = request.headers;
  if (match !== undefined && !names(match, tag)) return { status: 412 };
  if (noneMatch !== undefined && names(noneMatch.replaceAll('W/', ''), tag)) return { status: 304 };
  const whole = { status: 200 as const, first: 0, last: bytes - 1 };
  if (request.method !== 'GET' || (ifRange !== undefined && ifRange !== tag)) return whole;
  const ranges = request.range(bytes);
  // RFC 9110, section 14.1.2: a suffix that is longer than the file is all of it, which Express refuses.
  if (Number(/^bytes=-(\d+)$/.exec(request.headers.range ?? '')?.[1]) >= bytes)
    return { ...whole, status: 206 };
  if (ranges === -1) return { status: 416 };
  if (typeof ranges !== 'object' || ranges.type !== 'bytes' || ranges.length !== 1) return whole;
  const [{ start, end } = { start: 0, end: bytes - 1 }] = ranges;
  return { status: 206, first: start, last: end };
}

const names = (list: string, tag: string) => list.split(',').some((one) => ['*', tag].includes(one.trim()));
