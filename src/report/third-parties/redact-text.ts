import { cuePieces } from './cue-pieces.js';
import { namedPlaces, noteScope, readText, type Layout, type NamedPlace } from './find-people.js';
import type { Piece } from './fold-text.js';
import type { NameIndex } from './name-index.js';
import { replacePlaces } from './replace-places.js';
import { Scope } from './scope.js';

const captions = new Set(['vtt', 'srt']);

/** Characters at the end of a block that wait for the next one, because a name may go on there. */
const waiting = 4_096;

/** Replaces other people in a text file that is read twice, in blocks of whole lines. */
export class RedactText {
  private readonly scope = new Scope();
  private readonly layout: Layout;

  constructor(
    private readonly index: NameIndex,
    private readonly extension: string,
  ) {
    this.layout = extension === 'csv' ? 'table' : 'lines';
  }

  /** The first reading: who is named in the file. */
  async note(blocks: AsyncIterable<string>): Promise<void> {
    for await (const block of blocks) {
      const read = readText(this.index, block, this.layout, this.piecesOf(block));
      if (read) noteScope(this.scope, read);
    }
  }

  /** The second reading: the file with pseudonyms; `found` is called once for each. */
  async *redact(blocks: AsyncIterable<string>, found: () => void): AsyncGenerator<string> {
    let pending = '';
    for await (const block of blocks) {
      const text = pending + block;
      const places = this.placesIn(text);
      const cut = this.endOf(text, places);
      yield* this.replaced(text.slice(0, cut), placesBefore(places, cut), found);
      pending = text.slice(cut);
    }
    yield* this.replaced(pending, this.placesIn(pending), found);
  }

  private *replaced(text: string, places: readonly NamedPlace[], found: () => void): Generator<string> {
    for (let count = 0; count < places.length; count += 1) found();
    yield replacePlaces(text, places);
  }

  private placesIn(text: string): NamedPlace[] {
    const read = readText(this.index, text, this.layout, this.piecesOf(text));
    return read ? namedPlaces(this.index, read, this.scope) : [];
  }

  private piecesOf(text: string): Piece[] | undefined {
    return captions.has(this.extension) ? cuePieces(text) : undefined;
  }

  /** Where the text can be cut: between lines, in captions between cues, and through no name. */
  private endOf(text: string, places: readonly NamedPlace[]): number {
    const cutBefore = captions.has(this.extension) ? betweenCues : betweenLines;
    let cut = cutBefore(text, Math.max(0, text.length - waiting));
    for (const { stretches } of [...places].reverse()) {
      const [first, end] = [stretches[0]?.start ?? 0, stretches.at(-1)?.end ?? 0];
      if (first < cut && end > cut) cut = cutBefore(text, first);
    }
    return cut;
  }
}

function betweenCues(text: string, last: number): number {
  const [unix, windows] = [text.lastIndexOf('\n\n', last), text.lastIndexOf('\n\r\n', last)];
  return Math.max(unix === -1 ? 0 : unix + 2, windows === -1 ? 0 : windows + 3);
}

/** A file without lines is cut between words. */
const betweenLines = (text: string, last: number) =>
  text.lastIndexOf('\n', last - 1) + 1 || text.lastIndexOf(' ', last - 1) + 1;

const placesBefore = (places: readonly NamedPlace[], cut: number) =>
  places.filter(({ stretches }) => (stretches[0]?.start ?? 0) < cut);
