import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renameDurably } from '../durable.js';
import { explainFileError } from '../errors.js';
import { buildBag } from '../report/bag.js';
import { ContentChanged } from '../report/content-changed.js';
import type { ReportFacts, ReportSource } from '../report/facts.js';
import { verifyReport } from '../report/verify.js';
import { writeZip, type Zip } from '../report/zip.js';
import type { SourceSummary } from '../model/access-request.js';

/** A report that everybody can see now. */
export interface Published extends Zip {
  status: ReportFacts['status'];
  outcomes: SourceSummary[];
  /** Who stands behind the pseudonyms; absent: there are none. */
  keyTable?: readonly object[];
}

/** The report that was written does not verify: a fault of this program or of the disk. */
export class ReportInvalid extends Error {
  override readonly name = 'ReportInvalid';
}

/**
 * Builds the report, reads it back, and publishes it by rename: a visible report is always whole. Throws
 * AppError when the disk fails, ReportInvalid when the written file does not verify, the signal's reason.
 */
export async function publish(
  facts: Omit<ReportFacts, 'status'>,
  workFolder: string,
  reportFile: string,
  signal: AbortSignal,
  onPacking: (done: number, total: number) => void = () => undefined,
): Promise<Published> {
  // Beside the spool, so that the folder of the reports never holds half a one.
  const part = join(workFolder, 'report.zip.part');
  const bagFolder = join(workFolder, 'bag');
  try {
    const bag = await buildBag(facts, bagFolder, signal);
    const date = new Date(facts.request.collectedAt ?? facts.request.createdAt);
    const zip = await writeZip(part, bag.topFolder, bag.entries, date, {
      signal,
      onProgress: (done) => onPacking(done, bag.entries.length),
    });
    const { isValid, problems } = await verifyReport(part, { signal });
    if (!isValid) throw new ReportInvalid(problems.slice(0, 5).join('; '));
    signal.throwIfAborted();
    await renameDurably(part, reportFile);
    return { ...zip, status: bag.status, outcomes: bag.sources.map(summarize), keyTable: bag.keyTable };
  } catch (error) {
    if (error instanceof ContentChanged) throw new ReportInvalid(error.message);
    throw explainFileError(error, 'the data folder');
  } finally {
    await rm(part, { force: true });
    await rm(bagFolder, { recursive: true, force: true });
  }
}

function summarize({ id, outcome, recordBytes }: ReportSource): SourceSummary {
  return {
    id,
    outcome: outcome.outcome,
    reason: outcome.reason,
    remedy: outcome.remedy,
    records: outcome.records,
    files: outcome.files,
    bytes: recordBytes + outcome.fileBytes,
  };
}
