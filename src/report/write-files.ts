import type { Source } from '../contract/index.js';
import type { BagFolder } from './bag-folder.js';
import type { Entry } from './entry.js';
import type { ReportFacts, ReportFile } from './facts.js';
import { rewriteFile } from './rewrite-file.js';
import { textExtensions } from './third-parties/text-extensions.js';
import type { ReviewItem, RedactionPlan } from './redaction-plan.js';

/** Files of one source in the report. */
export interface WrittenFiles {
  entries: Entry[];
  files: ReportFile[];
}

const audioOrVideo = new Set(['mp4', 'm4a', 'mp3', 'wav', 'webm', 'mov', 'aac', 'ogg']);
const images = new Set(['jpg', 'jpeg', 'png', 'gif', 'webp']);

/**
 * Names the files of a source. Text files from which something has to be taken out are written anew; all others lie
 * where they were downloaded. Entry names are made of a number and a known extension, never of data.
 */
export async function writeFiles(
  { steps, request, spool }: ReportFacts,
  source: Source,
  lines: ReadonlyMap<string, number>,
  bag: BagFolder,
  plan: RedactionPlan,
): Promise<WrittenFiles> {
  const written: WrittenFiles = { entries: [], files: [] };
  for await (const page of steps.done(request.id, source.id, 'file'))
    for (const { result, position, parameters } of page) {
      if (result?.sha256 === undefined) continue;
      const { sha256, crc32, kind, extension, take, bytes = 0 } = result;
      const path = `data/${source.id}/files/${String(position + 1).padStart(5, '0')}.${extension}`;
      const key = spool.attachmentFile(source.id, position);
      const original: Entry = { name: path, key, bytes, sha256, crc32 };
      const rule = source.attachments?.find(({ id }) => id === parameters.rule);
      const entry = textExtensions.has(extension)
        ? await redactFile(original, source.id, extension, rule?.people ?? {}, bag, plan)
        : original;
      if (plan.others && !textExtensions.has(extension)) plan.review.push({ path, why: whyOf(extension) });
      written.entries.push(entry);
      const record = lines.get(parameters.identity ?? '') ?? 0;
      const isSpoken = extension === 'vtt' || (extension === 'json' && rule?.spoken !== undefined);
      const spoken = isSpoken ? { key: entry.key, fields: rule?.spoken } : undefined;
      written.files.push({ path, kind, bytes: entry.bytes, record, take, spoken });
    }
  return written;
}

async function redactFile(
  original: Entry,
  sourceId: string,
  extension: string,
  people: Parameters<typeof rewriteFile>[2]['people'],
  bag: BagFolder,
  plan: RedactionPlan,
): Promise<Entry> {
  const rewritten = await rewriteFile(original, bag, {
    ...{ extension, people, others: plan.others },
    found: (reason, count) => plan.redactions.add(sourceId, original.name, reason, count),
  });
  if (rewritten !== 'unreadable') return rewritten;
  if (plan.others) plan.review.push({ path: original.name, why: 'not_readable_as_text' });
  return original;
}

function whyOf(extension: string): ReviewItem['why'] {
  if (audioOrVideo.has(extension)) return 'audio_or_video';
  return images.has(extension) ? 'image' : 'unknown_form';
}
