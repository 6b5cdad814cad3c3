import type { FilePeople } from '../../contract/index.js';
import { cuesOf } from './cue-pieces.js';
import { namedPlaces, noteScope, readText, type Layout, type NamedPlace } from './find-people.js';
import type { Label } from './label.js';
import { labelReader } from './label-reader.js';
import type { Mention } from './mention.js';
import type { NameIndex } from './name-index.js';
import type { People } from './people.js';
import { replacePlaces } from './replace-places.js';
import { Scope } from './scope.js';

const captions = new Set(['vtt', 'srt']);

/** Characters at the end of a block that wait for the next one, because a name may go on there. */
const waiting = 4_096;

/** Replaces other people in a text file that is read twice, in blocks of whole lines. */
export class RedactText {
  private readonly scope = new Scope();
  /** A reader can give one mention again and again. */
  private readonly named = new WeakMap<Mention, readonly number[]>();

  constructor(
    private readonly people: People,
    private readonly index: NameIndex,
    private readonly extension: string,
    private readonly rule: FilePeople,
  ) {}

  /** The first reading: who is named in the file. */
  async note(blocks: AsyncIterable<string>): Promise<void> {
    const reader = labelReader(this.extension, this.rule);
    for await (const block of blocks) {
      const read = readText(this.index, block, this.layoutOf(block, this.placesOf(reader.read(block))));
      if (read) noteScope(this.scope, read);
    }
  }

  /** The second reading: the file with pseudonyms; `found` is called once for each. */
  async *redact(blocks: AsyncIterable<string>, found: () => void): AsyncGenerator<string> {
    const reader = labelReader(this.extension, this.rule);
    let pending = '';
    let labels: NamedPlace[] = [];
    for await (const block of blocks) {
      labels.push(...this.placesOf(reader.read(block), pending.length));
      const text = pending + block;
      const places = this.placesIn(text, labels);
      const cut = this.endOf(text, places);
      yield* this.replaced(text.slice(0, cut), placesBefore(places, cut), found);
      pending = text.slice(cut);
      labels = shifted(labels, cut);
    }
    yield* this.replaced(pending, this.placesIn(pending, labels), found);
  }

  private *replaced(text: string, places: readonly NamedPlace[], found: () => void): Generator<string> {
    for (let count = 0; count < places.length; count += 1) found();
    yield replacePlaces(text, places);
  }

  private placesIn(text: string, labels: readonly NamedPlace[]): NamedPlace[] {
    const read = readText(this.index, text, this.layoutOf(text, labels));
    return read ? namedPlaces(this.index, read, this.scope) : [];
  }

  private layoutOf(text: string, labels: readonly NamedPlace[]): Layout {
    return captions.has(this.extension) ? { pieces: cuesOf(text).pieces, labels } : { labels };
  }

  /** Whom labels name. The subject's are read like all words; a place that names somebody for sure always counts. */
  private placesOf(labels: readonly Label[], offset = 0): NamedPlace[] {
    return labels.flatMap(({ start, end, mention, kind, isSure }) => {
      const people = this.peopleOf(mention);
      if (people.includes(0) || (people.length === 0 && !isSure)) return [];
      return [{ stretches: [{ start: start + offset, end: end + offset }], people, kind }];
    });
  }

  private peopleOf(mention: Mention): readonly number[] {
    let people = this.named.get(mention);
    if (!people) {
      const number = this.people.numberOf(mention);
      people = number === undefined ? this.index.byName(mention.names[0] ?? '') : [number];
      this.named.set(mention, people);
    }
    return people;
  }

  /** Where the text can be cut: between lines, in captions between cues, and through no name. */
  private endOf(text: string, places: readonly NamedPlace[]): number {
    const cutBefore = captions.has(this.extension) ? betweenCues : betweenLines;
    let cut = cutBefore(text, Math.max(0, text.length - waiting));
    for (let place = places.length - 1; place >= 0; place -= 1) {
      const stretches = places[place]?.stretches ?? [];
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

/** Labels behind a cut, by their places in what is left. */
const shifted = (labels: readonly NamedPlace[], cut: number): NamedPlace[] =>
  labels.flatMap(({ stretches, ...label }) => {
    const [stretch] = stretches;
    if (!stretch || stretch.start < cut) return [];
    return [{ ...label, stretches: [{ start: stretch.start - cut, end: stretch.end - cut }] }];
  });
