import type { Request, Response } from 'express';
import type { Actor } from '../ledger/ledger.js';
import type { Service } from '../service.js';
import type { Span } from '../storage/download-store.js';
import type { ReportVersion } from '../storage/report-store.js';
import type { Deliveries, Fate } from './deliveries.js';
import type { Seal } from './recipients.js';

/** Who is given what. */
export interface HandOut {
  report: ReportVersion;
  connectionId: string;
  /** Whose parts of the report add up. */
  reader: string;
  actor: Actor;
  given: Span;
  /** As it was asked for; absent: the whole. */
  range?: string;
  /** It is encrypted: nothing but the whole of it can be used. */
  seal?: Seal;
  /** All of the report was given to the network, and can still be lost. */
  onSent?: () => Promise<void>;
  /** `isWhole`: all of the report has gone, by this response and those before it. */
  onEnd?: (fate: Fate, isWhole: boolean) => Promise<void>;
}

/**
 * Writes down a download: a try before its first byte, and a download when all of the report has gone, in one response
 * or in several. Gives what counts the bytes on their way.
 */
export async function recordHandOut(
  { ledger, downloads, logger }: Pick<Service, 'ledger' | 'downloads' | 'logger'>,
  deliveries: Deliveries,
  handOut: HandOut,
  [request, response]: [Request, Response],
): Promise<(bytes: number) => void> {
  const { report, connectionId, reader, actor, given, range, seal, onSent, onEnd } = handOut;
  const { requestId, version, sha256 } = report;
  const sealed = seal && { encrypted: true, recipients: seal.count, post_quantum: seal.isPostQuantum };
  const what = { request: requestId, version, sha256, ...sealed };
  await ledger.record(connectionId, 'report.download_started', { ...what, range }, actor);
  let sent = 0;
  // The client may be gone, and with it whoever could be told of an error.
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (fault) {
      logger.error({ requestId, fault }, 'the end of a download could not be written down');
    }
  };
  deliveries.watch(request, response, {
    onSent: () =>
      attempt(async () => {
        if (response.statusCode >= 400) return;
        if (seal || (await downloads.wouldBeWhole(reader, report, given))) await onSent?.();
      }),
    onFate: (end) =>
      attempt(async () => {
        // A problem that was sent in its place is no report.
        const fate = response.statusCode < 400 ? end : 'cut';
        const isWhole = seal
          ? fate !== 'cut'
          : await downloads.add(reader, report, fate === 'cut' ? partOf(given, sent) : given);
        if (isWhole) await ledger.record(connectionId, 'report.downloaded', what, actor);
        await onEnd?.(fate, isWhole);
      }),
  });
  return (bytes) => void (sent += bytes);
}

/** Never the last byte: that it has gone is known of a response that came to its end. */
const partOf = ({ first, last }: Span, sent: number): Span => ({
  first,
  last: Math.min(first + sent, last) - 1,
});
