import { explainHidden } from './hidden-characters.js';

const atom = String.raw`[^\s@"(),:;<>\[\]\\.\p{Cc}\p{Zl}\p{Zp}]+`;
const quoted = String.raw`"(?:[^"\\\p{Cc}\p{Zl}\p{Zp}]|\\[^\p{Cc}\p{Zl}\p{Zp}])+"`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?`;

/** Dot-atoms or a quoted string, then at least two domain labels; Unicode in both (RFC 5321, RFC 6531). */
const address = new RegExp(`^(?:${atom}(?:\\.${atom})*|${quoted})@${label}(?:\\.${label})+$`, 'u');

const mostLocal = 64;
const most = 254;

/**
 * Why a text cannot be taken as the e-mail address of a person, as the end of a sentence that begins with "email";
 * undefined: it can. An address with a character that nobody sees looks right and finds nobody.
 */
export function explainEmail(text: string): string | undefined {
  // The length comes first: it bounds the work of the expressions.
  if (text.length > most) return `must be at most ${most} characters`;
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  const isAddress = text.lastIndexOf('@') <= mostLocal && address.test(text);
  if (!isAddress && /<.*>/.test(text))
    return 'must be the address alone, without a name and without angle brackets, such as person@example.com';
  const hidden = explainHidden(text, isAddress);
  if (hidden !== undefined) return hidden;
  if (isAddress) return undefined;
  return 'must be an e-mail address such as person@example.com';
}

/** Whether a text is an e-mail address of a person. */
export const isEmail = (text: string): boolean => explainEmail(text) === undefined;
