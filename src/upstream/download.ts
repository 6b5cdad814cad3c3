import { orOutage, type Upstream } from './client.js';
import { Refusal } from './refusal.js';
import { MadeProgress, Transfer } from './transfer.js';
import type { Download, Downloaded } from './wanted-file.js';

/**
 * Streams a file to the disk; resolves undefined when the vendor says that there is none. The length is judged
 * by the answer's own Content-Length and by the record; an interrupted transfer goes on with Range and If-Range,
 * also in a later run. Tries count from the last byte gained. What is refused, empty, shorter than its record says
 * or a page is fetched again from a fresh address; what stays shorter is kept as it is, and `sizeDiffers` says so.
 */
export async function download(upstream: Upstream, wanted: Download): Promise<Downloaded | undefined> {
  const part = wanted.files.arriving(wanted.key, wanted.name);
  const transfer = new Transfer(upstream, wanted, part);
  try {
    await part.takeUp();
    if (part.bytes > 0) wanted.onBytes?.(part.bytes);
    const downloaded = await untilNoProgress(upstream, transfer, wanted.signal);
    if (!downloaded) await part.discard();
    return downloaded;
  } catch (error) {
    const asItIs = isBroken(error) ? await transfer.takeAsItIs() : undefined;
    if (asItIs) return asItIs;
    // What was refused is no part of a file; anything else may go on later.
    const isFinal = error instanceof Refusal && !mayPass.has(error.reason);
    await (isFinal ? part.discard() : part.keep());
    // An outage is waited for by the whole request; only what somebody else answered for is this file's own.
    const outage = await orOutage(upstream, wanted, error);
    const isOwn = outage instanceof Refusal && outage.reason === 'vendor_unreachable';
    throw isOwn ? (transfer.strange?.toRefusal() ?? outage) : outage;
  }
}

const mayPass: ReadonlySet<string> = new Set([
  'vendor_unreachable',
  'vendor_error',
  'rate_limited',
  'file_broken',
]);

const isBroken = (error: unknown) => error instanceof Refusal && error.reason === 'file_broken';

/** The policy's tries begin anew whenever a try has brought the file further. */
async function untilNoProgress(
  { retry, clock, timeouts }: Upstream,
  transfer: Transfer,
  signal: AbortSignal | undefined,
): Promise<Downloaded | undefined> {
  for (;;) {
    try {
      return await retry(() => transfer.attempt(), signal);
    } catch (error) {
      if (!(error instanceof MadeProgress)) throw error;
      await clock.sleep(timeouts.silenceMs * cutsWait * Math.random(), signal);
    }
  }
}

/** Part of the longest silence that passes at most after a cut: the line has just carried something. */
const cutsWait = 0.05;
