import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

const named =
  /(authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|digest|token)\s{1,3})([^\s"',;]{4,})/gi;
const bearer = /(\bbearer\s{1,3})([\w.~+/-]{16,}={0,2})/gi;
const basic = /(\bbasic\s{1,3})([\w+/]{8,}={0,2})/gi;

/** Credentials of a request header: named as such, or known by their form. */
export const authorizationHeaders: ScrubRule = {
  reason: 'authorization_header',
  mayHold: (text) => /authorization|bearer|basic/i.test(text),
  scrub: (text, found) => {
    const mask = (isSecret: (value: string) => boolean) => (whole: string, start: string, value: string) => {
      if (value.startsWith(maskedText) || !isSecret(value)) return whole;
      found();
      return `${start}${maskedText}`;
    };
    return text
      .replace(
        named,
        mask(() => true),
      )
      .replace(
        bearer,
        mask((value) => /\d/.test(value) && /[A-Za-z]/.test(value)),
      )
      .replace(basic, mask(isNameAndPassword));
  },
};

/** HTTP Basic (RFC 7617): base64 of a name, a colon and a password; words of a sentence decode to other bytes. */
function isNameAndPassword(value: string): boolean {
  if (value.length > 1_000) return false;
  return /^[\x20-\x7e]*:[\x20-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'));
}
