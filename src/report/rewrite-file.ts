import { createWriteStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FilePeople } from '../contract/index.js';
import { parseJson, writeJson } from '../json.js';
import { toEntry, type Entry } from './entry.js';
import { mapTexts } from './map-texts.js';
import type { RedactionReason } from './redactions.js';
import { scrubText } from './scrub/scrub-text.js';
import { isNotUtf8, textBlocks } from './text-blocks.js';
import type { OtherPeople } from './third-parties/other-people.js';
import { wholeJsonBytes } from './third-parties/text-extensions.js';

/** How a text file is treated. */
export interface Rewriting {
  extension: string;
  /** How the file names people. */
  people: FilePeople;
  others?: OtherPeople;
  found: (reason: RedactionReason, count: number) => void;
}

/** The same, while it is counted. */
type Counting = Omit<Rewriting, 'found'> & { found: (reason: RedactionReason) => void };

/**
 * A text file without secrets and, where wanted, without other people: written to `target` when anything changes,
 * otherwise the original. A file that is not UTF-8 is unreadable.
 */
export async function rewriteFile(
  original: Entry,
  target: string,
  rewriting: Rewriting,
): Promise<Entry | 'unreadable'> {
  const counts = new Map<RedactionReason, number>();
  const found = (reason: RedactionReason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  try {
    const isWritten =
      (await rewriteJson(original, target, { ...rewriting, found })) ||
      (await rewriteText(original, target, { ...rewriting, found }));
    if (isWritten && counts.size > 0) {
      for (const [reason, count] of counts) rewriting.found(reason, count);
      return await toEntry(original.name, target);
    }
  } catch (error) {
    await rm(target, { force: true });
    if (!isNotUtf8(error)) throw error;
    return 'unreadable';
  }
  await rm(target, { force: true });
  return original;
}

/** False: it is not JSON, or too large to be read whole. */
async function rewriteJson(original: Entry, target: string, rewriting: Counting): Promise<boolean> {
  const { extension, people, others, found } = rewriting;
  if (extension !== 'json' || original.bytes > wholeJsonBytes) return false;
  const value = readWhole(await readFile(original.file));
  if (value === undefined) return false;
  const scrubbed = mapTexts(value, (text) => scrubText(text, found));
  const safe = others?.inValue(scrubbed, people.fields ?? [], () => found('third_party')) ?? scrubbed;
  await writeFile(target, `${writeJson(safe)}\n`, { mode: 0o600 });
  return true;
}

function readWhole(bytes: Buffer): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // it is read as text
    throw error;
  }
}

async function rewriteText(original: Entry, target: string, rewriting: Counting): Promise<boolean> {
  const { extension, people, others, found } = rewriting;
  const blocks = () => scrubbed(textBlocks(original.file), found);
  let safe: AsyncIterable<string> = blocks();
  if (others) {
    const text = others.inText(extension, people);
    await text.note(textBlocks(original.file));
    safe = text.redact(blocks(), () => found('third_party'));
  }
  await pipeline(Readable.from(safe), createWriteStream(target, { mode: 0o600 }));
  return true;
}

async function* scrubbed(
  blocks: AsyncIterable<string>,
  found: (reason: RedactionReason) => void,
): AsyncGenerator<string> {
  for await (const block of blocks) yield scrubText(block, found);
}
