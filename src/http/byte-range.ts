import type { IncomingHttpHeaders } from 'node:http';

/** A part of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What is to be sent by RFC 9110, sections 13.2.2 and 14.2, of something with a strong validator and without a date:
 * conditions on dates are passed over, as they must be.
 */
export function choosePart(
  headers: IncomingHttpHeaders,
  etag: string,
  size: number,
): 'whole' | 'not-modified' | 'not-as-expected' | 'unsatisfiable' | ByteRange {
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
function readRange(header: string, size: number): 'whole' | 'unsatisfiable' | ByteRange {
  const set = /^bytes=(.+)$/i.exec(header.trim())?.[1];
  const specs = set?.split(',').flatMap((spec) => spec.trim() || []) ?? [];
  const ranges = specs.map((spec) => readSpec(spec, size));
  if (ranges.length === 0 || ranges.includes('malformed')) return 'whole';
  const merged = merge(ranges.filter((one) => typeof one === 'object'));
  const [first, ...others] = merged;
  if (!first) return 'unsatisfiable';
  return others.length > 0 ? 'whole' : first;
}

function readSpec(spec: string, size: number): ByteRange | 'malformed' | 'unsatisfiable' {
  const [, first, last = ''] = /^(\d*)-(\d*)$/.exec(spec) ?? [];
  if (first === undefined || (first === '' && last === '')) return 'malformed';
  if (first !== '' && last !== '' && Number(first) > Number(last)) return 'malformed';
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  return start > end ? 'unsatisfiable' : { start, end };
}

/** Parts that lie beside or in each other are one. */
function merge(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: ByteRange[] = [];
  for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
    const before = merged.at(-1);
    if (before && start <= before.end + 1) before.end = Math.max(before.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
