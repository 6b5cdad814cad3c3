/** A part of a text that is read on its own or goes on from the part before, such as the words of a cue. */
export interface Piece {
  start: number;
  end: number;
  /** The words go on from the piece before. */
  goesOn?: boolean;
}

/** A text as it is compared, and where each of its signs stands in the original. */
export interface FoldedText {
  text: string;
  /** Absent: every sign stands where it stood. */
  starts?: number[];
  ends?: number[];
  /** Which piece each sign is of; absent: the text is in one piece. */
  owners?: number[];
}

/** Stands between pieces that do not go on. */
export const pieceBreak = '\u0001';

/** Letters that are written in two ways and do not decompose. */
const spellings: Record<string, string> = {
  ...{ ı: 'i', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ς: 'σ' },
  ...{ '’': "'", '‘': "'", ʼ: "'", '`': "'", '´': "'" },
};

const ascii = /^[\u0000-\u007f]*$/;
const encodedBytes = /(?:%[0-9A-F]{2})+/iy;
/** One letter with its marks; Hangul can come in parts. */
const cluster = /[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[^][\p{M}]*/uy;

/**
 * Folds what people write in different ways into one: case, compatibility forms (NFKC), accents, dashes, invisible
 * signs, percent-encoding. Letters of scripts whose marks are vowels keep them.
 */
export function foldText(text: string, pieces?: readonly Piece[]): FoldedText {
  if (!pieces && ascii.test(text) && !text.includes('%')) return { text: text.toLowerCase() };
  const folding: Folding = { parts: [], starts: [], ends: [] };
  const owners: number[] = [];
  for (const [number, piece] of (pieces ?? [{ start: 0, end: text.length }]).entries()) {
    if (pieces) add(folding, piece.goesOn ? ' ' : pieceBreak, piece.start, piece.start);
    foldPiece(folding, text, piece);
    while (owners.length < folding.starts.length) owners.push(number);
  }
  const { parts, starts, ends } = folding;
  return { text: parts.join(''), starts, ends, owners: pieces && owners };
}

interface Folding {
  parts: string[];
  starts: number[];
  ends: number[];
}

function add({ parts, starts, ends }: Folding, folded: string, start: number, end: number): void {
  parts.push(folded);
  for (let place = 0; place < folded.length; place += 1) {
    starts.push(start);
    ends.push(end);
  }
}

function foldPiece(folding: Folding, text: string, { start, end }: Piece): void {
  for (let place = start; place < end;) {
    const code = text.charCodeAt(place);
    const next = place + 1 < end ? text.charCodeAt(place + 1) : 0;
    if (code === 0x25) place = foldEncoded(folding, text, place, end);
    else if (code < 0x80 && next < 0x80) add(folding, (text[place] ?? '').toLowerCase(), place, (place += 1));
    else {
      cluster.lastIndex = place;
      const letter = (cluster.exec(text)?.[0] ?? text[place] ?? '').slice(0, end - place);
      add(folding, foldLetter(letter), place, (place += letter.length));
    }
  }
}

/** Percent-encoded bytes count as the letters they stand for. */
function foldEncoded(folding: Folding, text: string, place: number, end: number): number {
  encodedBytes.lastIndex = place;
  const encoded = (encodedBytes.exec(text)?.[0] ?? '').slice(0, end - place);
  let decoded: string | undefined;
  try {
    decoded = decodeURIComponent(encoded);
  } catch {
    decoded = undefined; // some other percent signs
  }
  if (!decoded) {
    add(folding, '%', place, place + 1);
    return place + 1;
  }
  let from = place;
  for (const letter of decoded) {
    const to = from + encodeURIComponent(letter).length * (encodeURIComponent(letter).includes('%') ? 1 : 3);
    add(folding, foldLetter(letter), from, to);
    from = to;
  }
  return place + encoded.length;
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
