import type { Piece } from './fold-text.js';

const label = /^([^:<>\r\n]{1,80}):[ \t]/;
const tag = /<(?:v[ .][^<>]{0,200}|[^<>]{0,200})>/g;

/**
 * The words of captions (WebVTT, SubRip) without times and tags, so that a name that is split over two cues stands
 * together. Words go on from cue to cue while nobody else starts to speak; labels stand behind all words.
 */
export function cuePieces(text: string): Piece[] {
  const words: Piece[] = [];
  const labels: Piece[] = [];
  let speaker: string | undefined;
  let line: 'outside' | 'first' | 'further' = 'outside';
  for (let [index, next] = [0, 0]; index < text.length; index = next) {
    next = text.indexOf('\n', index) + 1 || text.length;
    const whole = text.slice(index, next).replace(/\r?\n$/, '');
    const end = index + whole.length;
    if (whole.includes('-->')) line = 'first';
    else if (end === index) line = 'outside';
    else if (line === 'outside') labels.push({ start: index, end });
    else {
      const named = line === 'first' ? label.exec(text.slice(index, end)) : null;
      const voice = named ? undefined : /^<v[ .]([^<>]{0,200})>/.exec(text.slice(index, end))?.[1];
      const speaks = named?.[1] ?? voice;
      const isOther = speaks !== undefined && speaks !== speaker;
      speaker = speaks ?? speaker;
      const start = index + (named?.[0].length ?? 0);
      if (named) labels.push({ start: index, end: index + (named[1]?.length ?? 0) });
      addWords(words, labels, text, { start, end, goesOn: !isOther && words.length > 0 });
      line = 'further';
    }
  }
  return [...words, ...labels];
}

/** Tags stand between words; the name in a voice tag is a label. */
function addWords(words: Piece[], labels: Piece[], text: string, line: Piece): void {
  let { start, goesOn } = line;
  for (const { 0: found, index } of text.slice(line.start, line.end).matchAll(tag)) {
    const place = line.start + index;
    if (place > start) words.push({ start, end: place, goesOn });
    if (place > start) goesOn = true;
    if (/^<v[ .]/.test(found)) labels.push({ start: place + 3, end: place + found.length - 1 });
    start = place + found.length;
  }
  if (line.end > start) words.push({ start, end: line.end, goesOn });
}
