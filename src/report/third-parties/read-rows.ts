/** A cell of a table and where it stands in the text, without blanks around it. */
export interface Cell {
  text: string;
  start: number;
  end: number;
}

/** A quoted cell that is longer is no cell: its quote is a sign like others. */
const longestQuoted = 20_000;

/** The rows of a CSV text (RFC 4180), whose quoted cells can hold line ends. */
export function* readRows(text: string): Generator<Cell[]> {
  let cells: Cell[] = [];
  for (let place = 0; place < text.length;) {
    const end = endOfCell(text, place);
    cells.push(cellOf(text, place, end));
    const isRow = text[end] !== ',';
    if (isRow) {
      yield cells;
      cells = [];
    }
    place = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
  }
  if (cells.length > 0) yield cells;
}

function endOfCell(text: string, start: number): number {
  const from = text[start] === '"' ? endOfQuoted(text, start) : start;
  let end = from;
  while (end < text.length && !isEnd(text.charCodeAt(end))) end += 1;
  return end;
}

/** Behind the closing quote; the start where there is none. */
function endOfQuoted(text: string, start: number): number {
  for (let place = text.indexOf('"', start + 1); place !== -1 && place - start < longestQuoted;) {
    if (text[place + 1] !== '"') return place + 1;
    place = text.indexOf('"', place + 2);
  }
  return start;
}

/** A comma, or a line end. */
const isEnd = (code: number) => code === 0x2c || code === 0x0a || code === 0x0d;

function cellOf(text: string, from: number, to: number): Cell {
  const isQuoted = to - from > 1 && text[from] === '"' && text[to - 1] === '"';
  let [start, end] = isQuoted ? [from + 1, to - 1] : [from, to];
  while (start < end && /[\s\ufeff]/.test(text[start] ?? '')) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  const inner = text.slice(start, end);
  return { text: isQuoted ? inner.replaceAll('""', '"') : inner, start, end };
}
