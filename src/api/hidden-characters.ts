/** Controls, format characters, every blank, and what fonts show as nothing: https://www.unicode.org/reports/tr44/ */
const hidden = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

const blanks = /^[\t\n\r\p{Z}\u2800]$/u;

/** Names of what is pasted in most often: https://www.unicode.org/charts/ */
const names: Record<string, string> = {
  '9': 'tab',
  a: 'line end',
  d: 'line end',
  '20': 'blank',
  a0: 'no-break space',
  ad: 'soft hyphen',
  '34f': 'combining grapheme joiner',
  '180e': 'Mongolian vowel separator',
  '200b': 'zero width space',
  '200c': 'zero width non-joiner',
  '200d': 'zero width joiner',
  '200e': 'left-to-right mark',
  '200f': 'right-to-left mark',
  '2028': 'line separator',
  '2029': 'paragraph separator',
  '202a': 'left-to-right embedding',
  '202b': 'right-to-left embedding',
  '202c': 'end of directional formatting',
  '202d': 'left-to-right override',
  '202e': 'right-to-left override',
  '202f': 'narrow no-break space',
  '2060': 'word joiner',
  '3000': 'ideographic space',
  feff: 'byte order mark',
};

/**
 * Says which characters of a text cannot be seen and where they stand, without repeating the text: every other
 * character but `.`, `@`, `<` and `>` is shown as `x`. Undefined: there are none.
 */
export function explainHidden(text: string, mayHoldPlainBlanks: boolean): string | undefined {
  const found: { code: string; place: number; isBlank: boolean }[] = [];
  let picture = '';
  const signs = Array.from(text);
  for (const [index, sign] of signs.entries()) {
    const isHidden = hidden.test(sign) && !(mayHoldPlainBlanks && sign === ' ');
    if (isHidden) {
      const code = (sign.codePointAt(0) ?? 0).toString(16);
      found.push({ code, place: index + 1, isBlank: blanks.test(sign) });
    }
    picture += isHidden ? `[${nameOf(found.at(-1)?.code ?? '')}]` : /[.@<>]/.test(sign) ? sign : 'x';
  }
  const [first] = found;
  if (!first) return undefined;
  const what = found.every(({ isBlank }) => isBlank) ? 'blanks' : 'invisible characters';
  const called = names[first.code] === undefined ? '' : ` (${names[first.code]})`;
  return `must not hold ${what}: ${nameOf(first.code)}${called} is character ${first.place} of ${signs.length}, here: ${picture} (x stands for any other character). Remove ${found.length === 1 ? 'it' : `all ${found.length}`} or type the address anew`;
}

const nameOf = (code: string) => `U+${code.toUpperCase().padStart(4, '0')}`;
