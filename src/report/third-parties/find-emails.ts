/** An e-mail address in a text, by its form. */
export interface FoundEmail {
  start: number;
  end: number;
  /** Decoded, as `emailKey` writes it. */
  key: string;
}

/** Longest local part and domain (RFC 5321 4.5.3.1), with room for percent-encoding. */
const longestLocal = 192;
const longestDomain = 255;

/** The standard allows more signs; those divide addresses from what stands around them far more often. */
const localSign = /[\p{L}\p{M}\p{N}\ud800-\udfff._+'~-]/u;
const domainSign = /[\p{L}\p{M}\p{N}.-]/u;

/** One spelling of an address. */
export const emailKey = (address: string) => address.trim().normalize('NFC').toLowerCase();

/**
 * Addresses in a text, also percent-encoded. A local part without a letter, such as the number of a video
 * device, names nobody. Linear time.
 */
export function findEmails(text: string): FoundEmail[] {
  if (!text.includes('@') && !text.includes('%40')) return [];
  const found: FoundEmail[] = [];
  for (const { 0: at, index } of text.matchAll(/@|%40/g)) {
    const end = endOfDomain(text, index + at.length);
    const start = Math.max(startOfLocal(text, index), found.at(-1)?.end ?? 0);
    if (end === undefined || start >= index) continue;
    const local = decode(text.slice(start, index));
    if (/\p{L}/u.test(local))
      found.push({ start, end, key: emailKey(`${local}@${text.slice(index + at.length, end)}`) });
  }
  return found;
}

function startOfLocal(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < longestLocal) {
    const encoded = /^%([0-9A-F]{2})$/i.exec(text.slice(Math.max(0, start - 3), start))?.[1];
    const sign = encoded === undefined ? (text[start - 1] ?? '') : String.fromCharCode(parseInt(encoded, 16));
    // A byte beyond ASCII is a part of a letter.
    if (!localSign.test(sign) && !(encoded !== undefined && sign > '\u007f')) break;
    start -= encoded === undefined ? 1 : 3;
  }
  while (start < at && /['.]/.test(text[start] ?? '')) start += 1;
  return start;
}

function endOfDomain(text: string, start: number): number | undefined {
  let end = start;
  while (end < text.length && end - start < longestDomain && domainSign.test(text[end] ?? '')) end += 1;
  while (end > start && /[.-]/.test(text[end - 1] ?? '')) end -= 1;
  return /^[^.].*\.[\p{L}\p{M}][\p{L}\p{M}\d-]+$/u.test(text.slice(start, end)) ? end : undefined;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign encodes nothing
  }
}
