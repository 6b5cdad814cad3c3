/** A number of at least seven digits, with what people put between them. */
const candidate = /(?<!\d)\+?\d(?:[ \t\u00a0().\/-]{0,3}\d){6,19}(?!\d)/g;

/** What has fewer signs has fewer digits too. */
const fewestDigits = 7;

/** Calls `known` for everything that may be a phone number; of neighbours, each stretch is tried. Linear time. */
export function findPhones<T>(
  text: string,
  known: (number: string) => T | undefined,
): { start: number; end: number; value: T }[] {
  const found: { start: number; end: number; value: T }[] = [];
  for (const { 0: whole, index } of text.matchAll(candidate)) {
    const stretch = longestKnown(whole, known);
    if (!stretch) continue;
    const [start, end] = [index + stretch.start, index + stretch.end];
    // "(030) 23125": the bracket belongs to the number.
    const isOpen = text[start - 1] === '(' && /^[^()]*\)/.test(text.slice(start, end));
    found.push({ ...stretch, start: isOpen ? start - 1 : start, end });
  }
  return found;
}

function longestKnown<T>(
  text: string,
  known: (number: string) => T | undefined,
): { start: number; end: number; value: T } | undefined {
  const groups = [...text.matchAll(/\+?\d+/g)];
  for (let length = groups.length; length > 0; length -= 1)
    for (let from = 0; from + length <= groups.length; from += 1) {
      const [first, last] = [groups[from], groups[from + length - 1]];
      if (!first || !last) continue;
      const [start, end] = [first.index, last.index + last[0].length];
      if (end - start < fewestDigits) continue;
      const value = known(text.slice(start, end));
      if (value !== undefined) return { start, end, value };
    }
  return undefined;
}
