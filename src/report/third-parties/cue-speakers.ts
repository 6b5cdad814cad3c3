import type { Label } from './label.js';
import { isNameLike, isSentenceLike } from './name-like.js';
import type { OrdinaryWords } from './ordinary-words.js';

/** Different beginnings of cues that are remembered. */
const mostSpeakers = 10_000;

/**
 * Decides which beginnings of cues are speakers. Where most cues have one, all are. Where the speaker is named only at a
 * change, a beginning counts that comes again or is written like a name; other single words only in a file that names
 * speakers at all, and where the report does not use them as ordinary words.
 */
export class CueSpeakers {
  private readonly counts = new Map<string, number>();
  private cues = 0;
  private labelled = 0;
  private voices = 0;

  /** Takes a block of a file and the labels that were found in it. */
  read(block: string, labels: readonly Label[]): void {
    for (let place = block.indexOf('-->'); place !== -1; place = block.indexOf('-->', place + 3))
      this.cues += 1;
    for (const { isSure, mention } of labels) {
      this.labelled += 1;
      if (isSure) this.voices += 1;
      const name = isSure ? undefined : [...mention.names, ...mention.phones, ...mention.emails][0];
      if (name !== undefined && (this.counts.has(name) || this.counts.size < mostSpeakers))
        this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
  }

  /** Those who speak, in the order of the file, besides those of voice tags. */
  names(ordinary: OrdinaryWords): string[] {
    const isDense = this.labelled * 2 >= this.cues;
    const isSpeaker = (name: string, count: number) =>
      !isSentenceLike(name) && (isDense || count > 1 || (name.includes(' ') && isNameLike(name)));
    const all = [...this.counts];
    const speaks = this.voices > 0 || all.some(([name, count]) => isSpeaker(name, count));
    return all
      .filter(([name, count]) => isSpeaker(name, count) || (speaks && isRareSpeaker(name, ordinary)))
      .map(([name]) => name);
  }
}

const isRareSpeaker = (name: string, ordinary: OrdinaryWords) =>
  !isSentenceLike(name) && name.split(/\s+/).every((word) => !ordinary.has(word.toLowerCase()));
