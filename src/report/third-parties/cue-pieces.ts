import type { Piece } from './fold-text.js';

/** A speaker: in a voice tag, or before the colon that a cue begins with. */
export interface SpeakerPlace {
  start: number;
  end: number;
  isVoice: boolean;
}

/** Captions, taken apart. */
export interface Cues {
  /** The words of all cues, then what labels them. */
  pieces: Piece[];
  labels: SpeakerPlace[];
  count: number;
}

/** A dash or arrows can stand before the speaker, and a cue can hold several speakers then. */
const label = /^((?:>{1,3} ?|[-–—] ?)?)([^:<>\r\n]{1,80}):(?=[ \t]|$)/;
const dashed = /^(?:>{1,3} ?|[-–—] ?)/;
const tag = /<(?:v[ .][^<>]{0,200}|[^<>]{0,200})>/g;
const voiceTag = /^<v(?:\.[^<> ]{0,80})? /;

/**
 * The words of captions (WebVTT, SubRip) without times and tags, so that a name that is split over two cues stands
 * together. Words go on from cue to cue while nobody else starts to speak.
 */
export function cuesOf(text: string): Cues {
  const [words, others, labels]: [Piece[], Piece[], SpeakerPlace[]] = [[], [], []];
  let speaker: string | undefined;
  let line: 'outside' | 'first' | 'further' = 'outside';
  let count = 0;
  for (let [index, next] = [0, 0]; index < text.length; index = next) {
    next = text.indexOf('\n', index) + 1 || text.length;
    const whole = text.slice(index, next).replace(/\r?\n$/, '');
    const end = index + whole.length;
    if (whole.includes('-->')) [line, count] = ['first', count + 1];
    else if (end === index) line = 'outside';
    else if (line === 'outside') others.push({ start: index, end });
    else {
      const named = line === 'first' || dashed.test(whole) ? label.exec(whole) : null;
      const voice = named ? undefined : /^<v(?:\.[^<> ]{0,80})? ([^<>]{0,200})>/.exec(whole)?.[1];
      const speaks = named?.[2] ?? voice;
      const isOther = speaks !== undefined && speaks !== speaker;
      speaker = speaks ?? speaker;
      const start = index + (named?.[0].length ?? 0);
      if (named) {
        const from = index + (named[1]?.length ?? 0);
        labels.push({ start: from, end: from + (named[2]?.length ?? 0), isVoice: false });
      }
      addWords(words, labels, text, { start, end, goesOn: !isOther && words.length > 0 });
      line = 'further';
    }
  }
  for (const { start, end } of labels) others.push({ start, end });
  return { pieces: [...words, ...others], labels, count };
}

/** Tags stand between words; the name in a voice tag is a label. */
function addWords(words: Piece[], labels: SpeakerPlace[], text: string, line: Piece): void {
  let { start, goesOn } = line;
  for (const { 0: found, index } of text.slice(line.start, line.end).matchAll(tag)) {
    const place = line.start + index;
    if (place > start) words.push({ start, end: place, goesOn });
    if (place > start) goesOn = true;
    const voice = voiceTag.exec(found)?.[0];
    if (voice !== undefined)
      labels.push({ start: place + voice.length, end: place + found.length - 1, isVoice: true });
    start = place + found.length;
  }
  if (line.end > start) words.push({ start, end: line.end, goesOn });
}
