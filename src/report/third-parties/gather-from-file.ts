import { readFile, stat } from 'node:fs/promises';
import type { FilePeople } from '../../contract/index.js';
import { parseJson } from '../../json.js';
import { isNotUtf8, textBlocks } from '../text-blocks.js';
import { gatherFromText, gatherFromValue } from './gather-from-value.js';
import { mentionsIn, noMention } from './mention.js';
import type { People } from './people.js';
import { readCells } from './read-cells.js';
import { wholeJsonBytes } from './text-extensions.js';

/** Different speakers of one file that are remembered. */
const mostSpeakers = 10_000;

/** Adds the people a text file names: who speaks or writes, declared fields and columns, and addresses. */
export async function gatherFromFile(
  people: People,
  path: string,
  extension: string,
  { speakers = {}, fields = [] }: FilePeople,
): Promise<void> {
  if (extension === 'json' && (await gatherFromJson(people, path, fields))) return;
  const lines = new Lines(speakers[extension]);
  let columns: string[] | undefined;
  try {
    for await (const block of textBlocks(path)) {
      gatherFromText(people, block);
      for (const { 0: line } of block.matchAll(/[^\r\n]+/g)) {
        lines.read(line);
        if (extension !== 'csv' || line.length > 100_000) continue;
        const cells = readCells(line);
        if (columns) {
          const row = Object.fromEntries(columns.map((name, place) => [name, cells[place]]));
          for (const { mention } of mentionsIn(row, undefined, fields)) people.add(mention);
        } else if (
          mentionsIn(Object.fromEntries(cells.map((name) => [name, 'x1@x.example'])), undefined, fields)
            .length > 0
        )
          columns = cells;
      }
    }
  } catch (error) {
    if (!isNotUtf8(error)) throw error; // the second pass says so
  }
  for (const name of lines.names()) people.add({ ...noMention(), names: [name] });
}

async function gatherFromJson(
  people: People,
  path: string,
  fields: FilePeople['fields'] = [],
): Promise<boolean> {
  if ((await stat(path)).size > wholeJsonBytes) return false;
  try {
    gatherFromValue(people, parseJson(await readFile(path, 'utf8')), fields);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false; // read as text
    throw error;
  }
}

/** Speakers of a file. Where most cues have no label, what looks like one is the start of a sentence. */
class Lines {
  private readonly found = new Set<string>();
  private cues = 0;
  private labelled = 0;

  constructor(private readonly speaker: RegExp | undefined) {}

  read(line: string): void {
    if (line.includes('-->')) this.cues += 1;
    const voices = [...line.matchAll(/<v(?:\.[^<> ]{0,80})? ([^<>]{1,200})>/g)].flatMap(
      ({ 1: name }) => name ?? [],
    );
    const groups: (string | undefined)[] = [...(this.speaker?.exec(line) ?? [])].slice(1);
    const named = groups.flatMap((name) => (name !== undefined && isName(name) ? name : []));
    if (named.length + voices.length > 0) this.labelled += 1;
    for (const name of [...voices, ...named])
      if (name && this.found.size < mostSpeakers) this.found.add(name.trim());
  }

  names(): Iterable<string> {
    return this.labelled * 2 >= this.cues ? this.found : [];
  }
}

/** A few words that start with capitals, or have none. */
const isName = (text: string) =>
  text.length <= 80 &&
  /\p{L}/u.test(text) &&
  text.trim().split(/\s+/).length <= 6 &&
  /^(?![\p{Ll}])/u.test(text.trim());
