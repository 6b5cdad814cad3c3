import type { ChatWords, LabelLayout } from '../../contract/index.js';
import type { Label, LabelReader } from './label.js';
import { kindOfName, noMention } from './mention.js';

/** Characters between the time and the colon; more are no header. */
const longestHeader = 400;

/** Headers that are remembered. */
const mostHeaders = 5_000;

/** Colons among which the one that ends the header is looked for. */
const mostColons = 4;

/** The time a message begins with, after a date or not. */
const time =
  /\ufeff?\[?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4},?[ ])?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:\s?[ap]\.?m\.?)?\]?(?=[\t ])/iy;

/**
 * Sender and receiver of each message of a chat: what stands between the time and the colon. A line that begins with a
 * time of another form than the first message is a part of a message.
 */
export class ChatLabels implements LabelReader {
  private readonly languages: readonly Language[];
  private readonly aside: RegExp;
  private readonly headers = new Map<string, Header>();
  private form: RegExp | undefined;

  constructor({ words, asides }: Extract<LabelLayout, { form: 'chat' }>) {
    this.languages = words.map(languageOf);
    this.aside = new RegExp(`\\s*\\((?:${asides.map(escaped).join('|')})\\)$`, 'iu');
  }

  read(block: string): Label[] {
    const labels: Label[] = [];
    for (let [start, next] = [0, 0]; start < block.length; start = next) {
      next = block.indexOf('\n', start) + 1 || block.length;
      const code = block.charCodeAt(start);
      // A digit, a bracket or the mark of the byte order.
      if ((code >= 0x30 && code <= 0x39) || code === 0x5b || code === 0xfeff)
        this.readLine(labels, block, start, next);
    }
    return labels;
  }

  private readLine(labels: Label[], block: string, start: number, next: number): void {
    const stamp = this.stampAt(block, start);
    if (stamp === undefined) return;
    const from = start + stamp.length;
    const header = this.headerIn(block.slice(from, Math.min(next, from + longestHeader)));
    if (header === undefined) return;
    this.form ??= formOf(stamp);
    for (const { start: place, end, mention, kind, isSure } of header.names)
      labels.push({ start: from + place, end: from + end, mention, kind, isSure });
  }

  private stampAt(block: string, start: number): string | undefined {
    const form = this.form ?? time;
    form.lastIndex = start;
    return form.exec(block)?.[0];
  }

  /**
   * What stands before the colon that ends the header. A name can hold a colon itself: a tab or a blank around the right
   * one, or a group of receivers before it, tells.
   */
  private headerIn(line: string): Header | undefined {
    let first: Header | undefined;
    for (let [colon, count] = [line.indexOf(':'), 0]; colon !== -1 && count < mostColons;) {
      if (colon + 1 === line.length || isBlank(line, colon + 1)) {
        const header = this.headerOf(line.slice(0, colon));
        const isFirst = first === undefined;
        first ??= header;
        if (line[colon + 1] === '\t' && (isFirst || line.startsWith('\t'))) return header;
        if ((isFirst || header.hasBegin) && (isBlank(line, colon - 1) || header.isToEverybody)) return header;
        count += 1;
      }
      colon = line.indexOf(':', colon + 1);
    }
    return first;
  }

  private headerOf(text: string): Header {
    let header = this.headers.get(text);
    if (!header) {
      if (this.headers.size >= mostHeaders) this.headers.clear();
      this.headers.set(text, (header = this.readHeader(text)));
    }
    return header;
  }

  private readHeader(text: string): Header {
    const { languages } = this;
    return {
      names: this.namesIn(text).flatMap(([start, end]) => this.labelOf(text, start, end) ?? []),
      hasBegin: languages.some(({ begin }) => begin.test(text)),
      isToEverybody: languages.some(({ toEverybody }) => toEverybody.test(text)),
    };
  }

  /** Where sender and receiver stand in a header. */
  private namesIn(header: string): [number, number][] {
    for (const { forms } of this.languages)
      for (const form of forms) {
        const { sender, receiver } = form.exec(header)?.indices?.groups ?? {};
        if (sender) return [sender, ...(receiver ? [receiver] : [])];
      }
    return [[0, header.length]];
  }

  private labelOf(header: string, from: number, to: number): Label | undefined {
    const written = header.slice(from, to).trimEnd().replace(this.aside, '').trimEnd();
    const name = written.trimStart();
    const kind = kindOfName(name);
    if (kind === undefined || this.languages.some(({ everybody }) => everybody.has(name.toLowerCase())))
      return undefined;
    const start = from + written.length - name.length;
    const mention = { ...noMention(), [kind]: [name] };
    return { start, end: start + name.length, kind, isSure: true, mention };
  }
}

/** What a message begins with, which many messages have alike. */
interface Header {
  names: readonly Label[];
  /** It begins with the word before a sender. */
  hasBegin: boolean;
  isToEverybody: boolean;
}

/** Other times of the form of this one. */
const formOf = (stamp: string) =>
  new RegExp(
    `${escaped(stamp.replace('\ufeff', ''))
      .replace(/\d+/g, '\\d{1,4}')
      .replace(/[ap](?=(?:\\\.)?m)/i, '[ap]')}(?=[\t ])`,
    'iy',
  );

const isBlank = (text: string, place: number) => {
  const code = text.charCodeAt(place);
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
};

/** How headers of one language are divided. */
interface Language {
  begin: RegExp;
  forms: readonly RegExp[];
  everybody: ReadonlySet<string>;
  /** To a group, so that what stands before is the sender's name, whatever words it has. */
  toEverybody: RegExp;
}

/** In languages beyond the first, the word before the sender is also the beginning of names. */
function languageOf({ from, to, everybody }: ChatWords, place: number): Language {
  const between = `\\s+(?:${to.map(escaped).join('|')})\\s+`;
  const begin = `^\\s*(?:${escaped(from)}\\s+)`;
  const optional = place === 0 ? `${begin}?` : begin;
  const group = `(?:${everybody.map(escaped).join('|')})\\s*(?:\\([^()]*\\))?`;
  const form = (text: string) => new RegExp(`${text}\\s*$`, 'diu');
  const toEverybody = form(`${optional}(?<sender>\\S.*)${between}${group}`);
  const toOne = form(`${optional}(?<sender>\\S.*?)${between}(?<receiver>\\S.*)`);
  return {
    begin: new RegExp(begin, 'iu'),
    forms: [toEverybody, toOne, ...(place === 0 ? [form(`${begin}(?<sender>\\S.*)`)] : [])],
    everybody: new Set(everybody),
    toEverybody,
  };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
