import type { FilePeople } from '../../contract/index.js';
import { readWhole, type FileStore } from '../../files/file-store.js';
import { parseJson } from '../../json.js';
import { isNotUtf8, textBlocks } from '../text-blocks.js';
import { CueSpeakers } from './cue-speakers.js';
import { gatherEmails, gatherFromValue } from './gather-from-value.js';
import type { Label } from './label.js';
import { labelReader } from './label-reader.js';
import { noMention, type Mention } from './mention.js';
import type { People } from './people.js';
import { wholeJsonBytes } from './text-extensions.js';

/** Different people of one file that are told apart; further ones get a pseudonym without a number. */
const mostPeople = 10_000;

/** Adds the people a text file names: who speaks or writes, declared fields and columns, and addresses. */
export async function gatherFromFile(
  people: People,
  { files, key, bytes }: { files: FileStore; key: string; bytes: number },
  extension: string,
  rule: FilePeople,
): Promise<void> {
  if (extension === 'json' && bytes <= wholeJsonBytes)
    if (gatherFromJson(people, await readWhole(files, key), rule.fields)) return;
  const reader = labelReader(extension, rule);
  const speakers = rule.labels?.[extension]?.form === 'captions' ? new CueSpeakers() : undefined;
  const named = new Named(people);
  try {
    for await (const block of textBlocks(files, key)) {
      const labels = reader.read(block);
      speakers?.read(block, labels);
      for (const { mention, isSure } of labels) if (isSure) named.add(mention);
      gatherEmails(people, block);
      people.ordinaryWords.note(
        speakers ? besides(block, labels) : besides(block, labels.filter(isSureLabel)),
      );
    }
  } catch (error) {
    if (!isNotUtf8(error)) throw error; // the second pass says so
  }
  for (const name of speakers?.names(people.ordinaryWords) ?? [])
    people.add({ ...noMention(), names: [name] });
}

/** Those a file names, each once. */
class Named {
  private readonly keys = new Set<string>();
  private readonly recent = new WeakSet<Mention>();

  constructor(private readonly people: People) {}

  add(mention: Mention): void {
    if (this.recent.has(mention)) return;
    this.recent.add(mention);
    const key = JSON.stringify(mention);
    if (this.keys.has(key) || this.keys.size >= mostPeople) return;
    this.keys.add(key);
    this.people.add(mention);
  }
}

const isSureLabel = ({ isSure }: Label) => isSure;

/** A text without its labels: a name in small letters there says nothing about ordinary words. */
function besides(block: string, labels: readonly Label[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of labels) {
    parts.push(block.slice(done, Math.max(done, start)));
    done = Math.max(done, end);
  }
  return labels.length === 0 ? block : [...parts, block.slice(done)].join(' ');
}

/** False: it is not JSON. */
function gatherFromJson(people: People, content: Buffer, fields: FilePeople['fields'] = []): boolean {
  try {
    gatherFromValue(people, parseJson(content.toString('utf8')), fields);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false; // read as text
    throw error;
  }
}
