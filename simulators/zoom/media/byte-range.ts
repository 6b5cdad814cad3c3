/** Bytes of a file, `end` not included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads a Range header with one range; `whole` when there is none that counts, `unsatisfiable` beyond the end.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function readByteRange(
  header: string | undefined,
  bytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const first = match?.[1] ?? '';
  const last = match?.[2] ?? '';
  if (first === '' && last === '') return 'whole';
  if (first === '') return suffix(Number(last), bytes);
  if (last !== '' && Number(last) < Number(first)) return 'whole';
  if (Number(first) >= bytes) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? bytes : Math.min(bytes, Number(last) + 1) };
}

function suffix(length: number, bytes: number): ByteRange | 'unsatisfiable' {
  return length === 0 ? 'unsatisfiable' : { start: Math.max(0, bytes - length), end: bytes };
}
