import { maskedText } from '../mask.js';
import type { ScrubRule } from './rule.js';

const forms = [
  // One-tap dialling: +49 number,,meeting#,,,,*passcode# and the older number,,meeting#,,#,passcode#
  /(#,{1,8}\*?|,{1,8}\*)(\d{4,12})(?=#)/g,
  // Video devices: meeting.passcode@host and address##meeting#passcode
  /((?<!\d)\d{9,12}\.)(\d{4,12})(?=@)/g,
  /(##\d{9,12}#)(\d{4,12})(?!\d)/g,
];

/** The passcode inside a string that a phone or a video device dials. The meeting's number stays. */
export const dialStrings: ScrubRule = {
  reason: 'dial_string',
  mayHold: (text) => text.includes('#') || text.includes('@'),
  scrub: (text, found) => {
    let safe = text;
    for (const form of forms)
      safe = safe.replace(form, (_whole, start: string) => {
        found();
        return `${start}${maskedText}`;
      });
    return safe;
  },
};
