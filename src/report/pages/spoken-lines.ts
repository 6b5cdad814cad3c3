import { isVendorRecord, type SpokenFields } from '../../contract/index.js';
import { readWhole, type FileStore } from '../../files/file-store.js';
import { parseJson } from '../../json.js';
import type { ReportFile } from '../facts.js';
import { isNotUtf8, textBlocks } from '../text-blocks.js';
import { wholeJsonBytes } from '../third-parties/text-extensions.js';

/** Something that was said. */
export interface SpokenLine {
  /** When it begins and ends, as `hh:mm:ss.mmm`. */
  from: string;
  to: string;
  text: string;
}

/** Lines of one file, as far as they were wanted. */
export interface SpokenLines {
  lines: SpokenLine[];
  characters: number;
  /** There are more than were wanted. */
  isCut: boolean;
}

const time = String.raw`((?:\d+:)?\d\d:\d\d[.,]\d{3})`;
const timing = new RegExp(`^${time}[ \\t]+-->[ \\t]+${time}`);
/** A line cannot be longer: what is behind it stands in the file. */
const longestLine = 2_000;

/** Reads what was said up to so many characters; nothing where a file is of no form that is known. */
export async function readSpokenLines(
  files: FileStore,
  { spoken, bytes }: ReportFile,
  mostCharacters: number,
): Promise<SpokenLines> {
  const read: SpokenLines = { lines: [], characters: 0, isCut: false };
  if (!spoken) return read;
  try {
    const lines =
      spoken.fields && bytes <= wholeJsonBytes
        ? linesOfJson(await readWhole(files, spoken.key), spoken.fields)
        : cuesOf(textBlocks(files, spoken.key));
    for await (const line of lines) {
      const text = line.text.slice(0, longestLine);
      read.isCut ||= text.length < line.text.length || read.characters + text.length > mostCharacters;
      if (read.characters + text.length > mostCharacters) break;
      read.characters += text.length;
      read.lines.push({ ...line, text });
    }
  } catch (error) {
    if (!isNotUtf8(error) && !(error instanceof SyntaxError)) throw error;
  }
  return read;
}

function* linesOfJson(content: Buffer, fields: SpokenFields): Generator<SpokenLine> {
  const body = parseJson(content.toString('utf8'));
  const list = isVendorRecord(body) ? body[fields.list] : undefined;
  for (const line of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isVendorRecord(line)) continue;
    const [text, from, to] = [line[fields.text], line[fields.from], line[fields.to]];
    if (typeof text !== 'string' || typeof from !== 'string' || text.trim() === '') continue;
    if (momentIn(from)) yield { text: text.trim(), from, to: momentIn(to) ?? from };
  }
}

const momentIn = (text: unknown) =>
  typeof text === 'string' && new RegExp(`^${time}$`).test(text) ? text : undefined;

/** WebVTT: https://www.w3.org/TR/webvtt1/#file-structure */
async function* cuesOf(blocks: AsyncIterable<string>): AsyncGenerator<SpokenLine> {
  let cue: SpokenLine | undefined;
  for await (const block of blocks)
    for (const line of block.split(/\r\n|\n|\r/)) {
      const times = timing.exec(line);
      if (times || line.trim() === '') {
        if (cue && cue.text !== '') yield cue;
        cue = times ? { from: times[1] ?? '', to: times[2] ?? '', text: '' } : undefined;
      } else if (cue) cue.text = `${cue.text} ${words(line)}`.trim();
    }
  if (cue && cue.text !== '') yield cue;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

/** A line of a cue without its tags; a voice tag says who speaks. */
const words = (line: string) =>
  line
    .slice(0, 2 * longestLine)
    .replaceAll(/<v(?:\.[^ >]*)?[ \t]([^>]*)>/g, '$1: ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_all, name: string) => entities[name] ?? '')
    .trim();
