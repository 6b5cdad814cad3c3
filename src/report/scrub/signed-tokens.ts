import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

/** Three parts for a signed token, five for an encrypted one (RFC 7515, RFC 7516); JSON starts with `{`. */
const token = /(?<![\w-])(e[wy][\w-]{8,})\.[\w-]+\.[\w-]*(?:\.[\w-]+\.[\w-]+)?/g;

/** Tokens that carry their own signature: their first part is a JSON header that names an algorithm. */
export const signedTokens: ScrubRule = {
  reason: 'signed_token',
  mayHold: (text) => text.includes('.') && (text.includes('ey') || text.includes('ew')),
  scrub: (text, found) =>
    text.replace(token, (whole, header: string) => {
      if (!namesAlgorithm(header)) return whole;
      found();
      return maskedText;
    }),
};

/** Headers are short; a longer first part is no header, and decoding it would cost memory. */
const longestHeader = 8_192;

function namesAlgorithm(header: string): boolean {
  if (header.length > longestHeader) return false;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof (parsed as { alg?: unknown } | null)?.alg === 'string';
  } catch {
    return false; // some other text with dots
  }
}
