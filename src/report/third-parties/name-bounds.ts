/** Scripts that write no blanks: a name in syllables must not be cut out of a longer word. */
export function isBounded(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) < 0x80 && text.charCodeAt(end - 1) < 0x80) return true;
  const [first, last] = [text[start] ?? '', text[end - 1] ?? ''];
  const [left, right] = [text[start - 1] ?? '', text[end] ?? ''];
  const isKatakana = /[\p{Script=Katakana}ー]/u;
  if (isKatakana.test(first) && isKatakana.test(left)) return false;
  if (isKatakana.test(last) && isKatakana.test(right)) return false;
  return !(/\p{Script=Hangul}/u.test(first) && /\p{Script=Hangul}/u.test(left));
}

/** With signs that belong to the name: a closing bracket, the point of "Jr.", the apostrophe of "'t Hart". */
export function withSigns(text: string, start: number, end: number): [number, number] {
  const name = text.slice(start, end);
  const isOpen = (open: string, close: string) =>
    text[end] === close && name.lastIndexOf(open) > name.lastIndexOf(close);
  const isLonger = isOpen('(', ')') || isOpen('[', ']') || (text[end] === '.' && / (?:jr|sr)$/.test(name));
  const isEarlier = text[start - 1] === "'" && name.startsWith('t ');
  return [isEarlier ? start - 1 : start, isLonger ? end + 1 : end];
}

/** "Karl-Heinz-Platz" is named after somebody. */
export const isInCompound = (text: string, start: number, end: number) =>
  /^-\p{L}/u.test(text.slice(end, end + 3)) || /\p{L}-$/u.test(text.slice(Math.max(0, start - 3), start));

/** A part of a name between signs of the same script may be a part of another word. */
export const isInHan = (text: string, start: number, end: number) =>
  (isHan(text[end - 1]) && isHan(text[end])) || (isHan(text[start]) && isHan(text[start - 1]));
const isHan = (sign = '') => /\p{Script=Han}/u.test(sign);
