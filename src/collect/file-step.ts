import { toIso } from '../clock.js';
import {
  firstCallOf,
  type Attachment,
  type AttachmentRule,
  type Source,
  type Subject,
  type VendorRecord,
} from '../contract/index.js';
import { type Meter } from '../upstream/client.js';
import { download } from '../upstream/download.js';
import { Refusal, remedyFor } from '../upstream/refusal.js';
import { buildUrl } from '../upstream/url.js';
import type { FileAddress } from '../upstream/wanted-file.js';
import type { Collection } from './collection.js';
import { rereadRecord } from './reread.js';
import { layDetails } from '../spool/lay-details.js';
import type { DetailPlace } from '../model/parent-record.js';
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
  const first = firstCallOf(source);
  const meter: Meter = { calls: 0, requestId: step.requestId };
  const { subject } = collection;
  const { key } = step.parameters;
  const settled = await readSettled(collection.spool, source.id, step.parameters.record);
  const record = await layDetails(collection.spool, source, settled.record, detailsOf(source, step));
  const reread = async () => {
    const fresh = await rereadRecord(collection, source, settled, record, meter);
    return fresh && findAttachment(rule, { ...record, ...fresh }, subject, key);
  };
  const attachment = findAttachment(rule, record, subject, key);
  if (!attachment) throw new TypeError('A file step must name a file of its record.');
  const { kind, extension, take } = attachment;
  const about: Pick<FileResult, 'kind' | 'extension' | 'take'> = {
    ...{ kind, extension },
    ...(take === undefined ? {} : { take }),
  };
  try {
    const ready = attachment.unfinished ? await reread() : attachment;
    if (!ready || ready.unfinished) throw asRefusal('not_finished');
    const address = await addressOf(collection, rule, ready);
    if (!address) throw asRefusal('file_not_offered');
    const file = await download(collection.upstream, {
      address,
      files: collection.spool.files,
      key: collection.spool.attachmentFile(source.id, step.position),
      name: `${rule.id}|${step.parameters.key}`,
      endpoint: `${rule.endpoint ?? first.endpoint} ${rule.id}`,
      extension: ready.extension,
      scopes: rule.scopes ?? first.scopes,
      rateLimit: rule.rateLimit,
      failures: rule.failures,
      refresh: async () => {
        const fresh = await reread();
        return fresh && addressOf(collection, rule, fresh);
      },
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

/** The details with which the record names the file. Steps of older versions know one, by its position. */
function detailsOf(source: Source, { parameters }: FileStep): readonly DetailPlace[] {
  const { details = [], detail: position } = parameters;
  const [first] = source.details ?? [];
  return position !== undefined && first ? [{ id: first.id, position }] : details;
}

const findAttachment = (
  rule: AttachmentRule,
  record: VendorRecord,
  subject: Subject,
  key: string,
): Attachment | undefined => rule.list(record, subject).find((attachment) => attachment.key === key);

/** The address of a file: its record names it, or it is that of the vendor's operation. */
async function addressOf(
  { upstream, accountId, signal }: Collection,
  { endpoint }: AttachmentRule,
  { url, values, bytes }: Attachment,
): Promise<FileAddress | undefined> {
  if (endpoint === undefined) return url === undefined ? undefined : { url, bytes };
  if (!values) return undefined;
  const { apiUrl } = await upstream.tokens.current(signal);
  const account: Record<string, string> = accountId === undefined ? {} : { account: accountId };
  const call = { endpoint, values: { ...account, ...values } };
  return { url: buildUrl(upstream.connector.conventions, apiUrl, call).href, bytes };
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
