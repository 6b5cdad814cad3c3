import type { FilePeople } from '../contract/index.js';
import { readWhole } from '../files/file-store.js';
import { parseJson, writeJson } from '../json.js';
import type { BagFolder } from './bag-folder.js';
import type { Entry } from './entry.js';
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
 * A text file without secrets and, where wanted, without other people: written anew in the bag when anything changes,
 * otherwise the original. A file that is not UTF-8 is unreadable.
 */
export async function rewriteFile(
  original: Entry,
  bag: BagFolder,
  rewriting: Rewriting,
): Promise<Entry | 'unreadable'> {
  const counts = new Map<RedactionReason, number>();
  const found = (reason: RedactionReason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
  try {
    const written =
      (await rewriteJson(original, bag, { ...rewriting, found })) ??
      (await rewriteText(original, bag, { ...rewriting, found }));
    if (counts.size > 0) {
      for (const [reason, count] of counts) rewriting.found(reason, count);
      return written;
    }
    await bag.files.remove(written.key);
    return original;
  } catch (error) {
    if (!isNotUtf8(error)) throw error;
    return 'unreadable';
  }
}

/** Undefined: it is not JSON, or too large to be read whole. */
async function rewriteJson(original: Entry, bag: BagFolder, rewriting: Counting): Promise<Entry | undefined> {
  const { extension, people, others, found } = rewriting;
  if (extension !== 'json' || original.bytes > wholeJsonBytes) return undefined;
  const value = parseWhole(await readWhole(bag.files, original.key));
  if (value === undefined) return undefined;
  const scrubbed = mapTexts(value, (text) => scrubText(text, found));
  const safe = others?.inValue(scrubbed, people.fields ?? [], () => found('third_party')) ?? scrubbed;
  return bag.write(original.name, [`${writeJson(safe)}\n`]);
}

function parseWhole(bytes: Buffer): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // it is read as text
    throw error;
  }
}

async function rewriteText(original: Entry, bag: BagFolder, rewriting: Counting): Promise<Entry> {
  const { extension, people, others, found } = rewriting;
  const blocks = () => scrubbed(textBlocks(bag.files, original.key), found);
  let safe: AsyncIterable<string> = blocks();
  if (others) {
    const text = others.inText(extension, people);
    await text.note(textBlocks(bag.files, original.key));
    safe = text.redact(blocks(), () => found('third_party'));
  }
  return bag.write(original.name, safe);
}

async function* scrubbed(
  blocks: AsyncIterable<string>,
  found: (reason: RedactionReason) => void,
): AsyncGenerator<string> {
  for await (const block of blocks) yield scrubText(block, found);
}
