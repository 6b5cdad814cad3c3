import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

const credentials = /(:\/\/[^\s/?#@:"'<>]{0,200}:)([^\s/?#@"'<>]{1,200})(?=@)/g;

/** The password before the host of an address, as in `https://name:password@host/`. */
export const linkCredentials: ScrubRule = {
  reason: 'link_credentials',
  mayHold: (text) => text.includes('@') && text.includes('://'),
  scrub: (text, found) =>
    text.replace(credentials, (whole, start: string, password: string) => {
      if (password === maskedText) return whole;
      found();
      return `${start}${maskedText}`;
    }),
};
