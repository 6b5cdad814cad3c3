import { toIso } from '../clock.js';
import type { Attachment, AttachmentRule, Source, VendorRecord } from '../contract/index.js';
import { type Meter } from '../upstream/client.js';
import { download } from '../upstream/download.js';
import { Refusal, remedyFor } from '../upstream/refusal.js';
import type { FileAddress } from '../upstream/wanted-file.js';
import type { Collection } from './collection.js';
import { rereadRecord } from './reread.js';
import { queriesOf } from '../spool/identity.js';
import type { FileResult, StepEnd } from '../model/step-result.js';
import type { FileStep } from '../model/step.js';
import { readSettled } from '../spool/settled-line.js';

/** Fetches one file of one record. Throws PauseUntil and file errors. */
export async function runFileStep(
  collection: Collection,
  source: Source,
  step: FileStep,
): Promise<FileResult> {
  const rule = source.attachments?.find(({ id }) => id === step.parameters.rule);
  if (!rule) throw new TypeError(`Source "${source.id}" declares no attachments "${step.parameters.rule}".`);
  const meter: Meter = { calls: 0, requestId: step.requestId };
  const { detail } = step.parameters;
  const { record: listed } = await readSettled(collection.spool, source.id, step.parameters.record);
  const record =
    detail === undefined ? listed : { ...listed, ...(await collection.spool.readDetail(source.id, detail)) };
  const query = queriesOf(source)[step.parameters.query] ?? {};
  const reread = async () => {
    const fresh = await rereadRecord(collection, source, query, record, meter);
    return fresh && findAttachment(rule, { ...record, ...fresh }, step.parameters.key);
  };
  const attachment = findAttachment(rule, record, step.parameters.key);
  if (!attachment) throw new TypeError('A file step must name a file of its record.');
  const { kind, extension, take } = attachment;
  const about: Pick<FileResult, 'kind' | 'extension' | 'take'> = {
    ...{ kind, extension },
    ...(take === undefined ? {} : { take }),
  };
  try {
    const ready = attachment.unfinished ? await reread() : attachment;
    if (!ready || ready.unfinished) throw asRefusal('not_finished');
    if (ready.url === undefined) throw asRefusal('file_not_offered');
    const file = await download(collection.upstream, {
      address: { url: ready.url, bytes: ready.bytes },
      files: collection.spool.files,
      key: collection.spool.attachmentFile(source.id, step.position),
      name: `${rule.id}|${step.parameters.key}`,
      endpoint: `${source.endpoint} ${rule.id}`,
      extension: ready.extension,
      scopes: rule.scopes ?? source.scopes,
      rateLimit: rule.rateLimit,
      failures: source.failures,
      refresh: async () => toAddress(await reread()),
      onBytes: (bytes) => (collection.progress.of(source.id).bytes += bytes),
      meter,
      signal: collection.signal,
    });
    const end: StepEnd = file?.sizeDiffers ? otherSize : { kind: 'complete' };
    return { ...about, extension: ready.extension, ...file, end, calls: meter.calls };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const end = endOf(rule, error, collection.clock.now());
    return { ...about, end, calls: meter.calls };
  }
}

const findAttachment = (rule: AttachmentRule, record: VendorRecord, key: string): Attachment | undefined =>
  rule.list(record).find((attachment) => attachment.key === key);

function toAddress(attachment: Attachment | undefined): FileAddress | undefined {
  return attachment?.url === undefined ? undefined : { url: attachment.url, bytes: attachment.bytes };
}

const asRefusal = (reason: 'not_finished' | 'file_not_offered') =>
  new Refusal('failed', reason, remedyFor(reason));

const hourMs = 3_600_000;

/** Full hours, so that files of one run share one sentence. */
function askAgain(now: number): string {
  const moment = toIso(Math.ceil(now / hourMs) * hourMs + 3 * hourMs);
  return `The vendor is still preparing this; it was looked at again at the end. Run the request again after ${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC. A recording or transcript can take a day.`;
}

/** The file is in the report, and the report says that it may not be the whole of it. */
const otherSize: StepEnd = {
  kind: 'partial',
  reason: 'file_broken',
  remedy:
    'The file is in the report as it came, but it has another size than its record states, also when asked again. Compare it with what the vendor shows, and run the request again.',
};

/** Files that the vendor need not give, such as those in the trash, are no gap when it refuses them. */
function endOf(rule: AttachmentRule, { outcome, reason, remedy }: Refusal, now: number): StepEnd {
  const refusals = ['file_refused', 'file_missing', 'file_not_offered', 'not_finished', 'scope_missing'];
  if (rule.mayBeRefused && refusals.includes(reason)) return { kind: 'complete' };
  if (reason === 'not_finished') return { kind: 'refused', outcome, reason, remedy: askAgain(now) };
  return { kind: 'refused', outcome, reason, remedy };
}
