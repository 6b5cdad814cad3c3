import type { IncomingHttpHeaders } from 'node:http';
import type { Span } from '../storage/download-store.js';

/**
 * What is to be sent by RFC 9110, sections 13.2.2 and 14.2, of something with a strong validator and without a date:
 * conditions on dates are passed over, as they must be.
 */
export function choosePart(
  headers: IncomingHttpHeaders,
  etag: string,
  size: number,
): 'whole' | 'not-modified' | 'not-as-expected' | 'unsatisfiable' | Span {
  const { range } = headers;
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match !== undefined && !names(match, etag, 'strong')) return 'not-as-expected';
  if (noneMatch !== undefined && names(noneMatch, etag, 'weak')) return 'not-modified';
  const isStale = headers['if-range'] !== undefined && headers['if-range'] !== etag;
  return range === undefined || isStale ? 'whole' : readRange(range, size);
}

/** Whether a list of validators names one. The strong comparison takes no weak ones. */
function names(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true;
  const named: string[] = list.match(/(W\/)?"[^"]*"/g) ?? [];
  return named.includes(etag) || (comparison === 'weak' && named.includes(`W/${etag}`));
}

/** A header that is not well-formed, or asks for several parts, is passed over, as a server may. */
function readRange(header: string, size: number): 'whole' | 'unsatisfiable' | Span {
  const set = /^bytes=(.+)$/i.exec(header.trim())?.[1];
  const specs = set?.split(',').flatMap((spec) => spec.trim() || []) ?? [];
  const ranges = specs.map((spec) => readSpec(spec, size));
  if (ranges.length === 0 || ranges.includes('malformed')) return 'whole';
  const merged = merge(ranges.filter((one) => typeof one === 'object'));
  const [first, ...others] = merged;
  if (!first) return 'unsatisfiable';
  return others.length > 0 ? 'whole' : first;
}

function readSpec(spec: string, size: number): Span | 'malformed' | 'unsatisfiable' {
  const [, from, to = ''] = /^(\d*)-(\d*)$/.exec(spec) ?? [];
  if (from === undefined || (from === '' && to === '')) return 'malformed';
  if (from !== '' && to !== '' && Number(from) > Number(to)) return 'malformed';
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first > last ? 'unsatisfiable' : { first, last };
}

/** Parts that lie beside or in each other are one. */
function merge(ranges: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { first, last } of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else merged.push({ first, last });
  }
  return merged;
}
