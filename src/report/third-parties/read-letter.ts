/** A letter as it is compared, and its length in the original. */
export interface Letter {
  folded: string;
  length: number;
}

/** Letters that are written in two ways and do not decompose. */
const spellings: Record<string, string> = {
  ...{ ı: 'i', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ς: 'σ' },
  ...{ '’': "'", '‘': "'", ʼ: "'", '´': "'" },
};

/** Letters that are remembered. */
const mostKnown = 5_000;

/** Where the next sign stands that is not folded by taking its small letter; the end: there is none. */
export function nextSpecial(text: string, place: number, end: number): number {
  for (let at = place; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x25) return at;
    // A mark belongs to the letter before it.
    if (code >= 0x80) return at > place && isMark(text, at) ? at - 1 : at;
  }
  return end;
}

const isMark = (text: string, at: number) =>
  text.charCodeAt(at) >= 0x300 && /^\p{M}/u.test(text.slice(at, at + 2));

/** Reads the letter with its marks, or the percent-encoded letters, that stand at a place. */
export function readLetter(text: string, place: number, end: number, known: Map<string, string>): Letter[] {
  if (text.charCodeAt(place) === 0x25) return readEncoded(text, place, end);
  const letter = isAlone(text, place) ? (text[place] ?? '') : clusterAt(text, place, end);
  let folded = known.get(letter);
  if (folded === undefined) {
    folded = foldLetter(letter);
    if (known.size < mostKnown) known.set(letter, folded);
  }
  return [{ folded, length: letter.length }];
}

function clusterAt(text: string, place: number, end: number): string {
  cluster.lastIndex = place;
  return (cluster.exec(text)?.[0] ?? text[place] ?? '').slice(0, end - place);
}

/** A letter of Latin, Greek, Cyrillic or Han script without marks, told without a pattern. */
const isAlone = (text: string, place: number) =>
  isPlain(text.charCodeAt(place)) &&
  !(text.charCodeAt(place + 1) >= 0x300 && !isPlain(text.charCodeAt(place + 1)));
const isPlain = (code: number) =>
  (code >= 0x80 && code < 0x300) || (code >= 0x370 && code < 0x483) || (code >= 0x4e00 && code < 0xa000);

const encodedBytes = /(?:%[0-9A-F]{2})+/iy;
/** One letter with its marks; Hangul can come in parts. */
const cluster = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[^][\p{M}]*/uy;

/** Percent-encoded bytes count as the letters they stand for. */
function readEncoded(text: string, place: number, end: number): Letter[] {
  encodedBytes.lastIndex = place;
  const encoded = (encodedBytes.exec(text)?.[0] ?? '').slice(0, end - place);
  let decoded: string | undefined;
  try {
    decoded = decodeURIComponent(encoded);
  } catch {
    decoded = undefined; // some other percent signs
  }
  if (!decoded) return [{ folded: '%', length: 1 }];
  return Array.from(decoded, (letter) => {
    const written = encodeURIComponent(letter);
    return { folded: foldLetter(letter), length: written.length * (written.includes('%') ? 1 : 3) };
  });
}

function foldLetter(letter: string): string {
  return letter
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\p{Cf}]/gu, '')
    .normalize('NFC')
    .replace(/\p{Pd}/gu, '-')
    .replace(/./gsu, (sign) => spellings[sign] ?? sign);
}
