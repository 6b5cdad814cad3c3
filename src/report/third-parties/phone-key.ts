/** Digits that tell a number apart, whether or not it is written with country code and trunk zero. */
const tellingDigits = 9;

/** One spelling of a phone number; undefined: it has no digits. Short numbers are extensions. */
export function phoneKey(number: string): string | undefined {
  const digits = number.normalize('NFKC').replace(/\D/g, '');
  return digits === '' ? undefined : digits.slice(-tellingDigits);
}

/** The digits of a number without the prefixes of long-distance calls. */
export const dialled = (number: string) =>
  number
    .normalize('NFKC')
    .replace('(0)', '')
    .replace(/\D/g, '')
    .replace(/^(?:011|0+)/, '');
