import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

/** Parameters that open what a link leads to, in lower case; cloud storage signs with the later ones. */
const secretParameters = new Set([
  ...['access_token', 'refresh_token', 'id_token', 'auth_token', 'session_token', 'download_token', 'token'],
  ...['jwt', 'zak', 'tk', 'pwd', 'password', 'passwd', 'passcode', 'pass_code', 'passkey'],
  ...['secret', 'client_secret', 'api_key', 'apikey', 'authorization', 'otp'],
  ...['sig', 'signature', 'policy', 'key-pair-id'],
  ...['x-amz-signature', 'x-amz-credential', 'x-amz-security-token', 'awsaccesskeyid'],
  ...['x-goog-signature', 'x-goog-credential', 'x-oss-signature', 'ossaccesskeyid'],
]);

/** A parameter of a query or fragment, also where the whole address is percent-encoded inside another. */
const parameter =
  /(?:[?&#]|&amp;|\\u0026|%(?:25){0,3}(?:3F|26|23))([A-Za-z0-9_.%-]{1,60}?)(?:=|%(?:25){0,3}3D)/gi;

/** Its value, up to the next parameter or the end of the address. */
const parameterValue = /(?:(?!%(?:25){0,3}(?:26|23)|\\u0026)[^\s&#"'<>`|{}])+/iy;

/** Secrets in the query or fragment of a link. */
export const linkSecrets: ScrubRule = {
  reason: 'link_secret',
  mayHold: (text) => /[?&#]|%(?:25)?(?:3F|26|23)/i.test(text) && /=|%(?:25)?3D/i.test(text),
  scrub: (text, found) => {
    const parts: string[] = [];
    let done = 0;
    for (const { 0: start, 1: name = '', index } of text.matchAll(parameter)) {
      const place = index + start.length;
      if (place < done || !secretParameters.has(readName(name))) continue;
      parameterValue.lastIndex = place;
      const value = withoutStop(parameterValue.exec(text)?.[0] ?? '');
      if (value === '' || value.startsWith(maskedText) || isOrdinary(name, value)) continue;
      found();
      parts.push(text.slice(done, place), maskedText);
      done = place + value.length;
    }
    return parts.length === 0 ? text : parts.join('') + text.slice(done);
  },
};

/** Signs that end a sentence or a bracket belong to the text around the address. */
function withoutStop(value: string): string {
  const end = /[).,;!\]]*$/.exec(value.slice(-4))?.[0] ?? '';
  return value.endsWith(maskedText) ? value : value.slice(0, value.length - end.length);
}

/** A signed policy is long; a short one is a word of a web site. */
const isOrdinary = (name: string, value: string) => name.toLowerCase() === 'policy' && value.length < 20;

/** A parameter's name as a server reads it, whatever its spelling. */
function readName(name: string): string {
  let plain = name.toLowerCase();
  // Three layers of encoding are what the pattern above knows too.
  for (let layer = 0; layer < 3 && plain.includes('%'); layer += 1) {
    try {
      plain = decodeURIComponent(plain).toLowerCase();
    } catch {
      return plain; // a stray percent sign encodes nothing
    }
  }
  return plain;
}
