import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainFileError } from '../errors.js';
import { buildBag } from '../report/bag.js';
import type { ReportFacts, ReportSource } from '../report/facts.js';
import { verifyReport } from '../report/verify.js';
import { syncFile, writeZip, type Zip } from '../report/zip.js';
import type { SourceSummary } from '../storage/request-store.js';

/** A report that everybody can see now. */
export interface Published extends Zip {
  status: ReportFacts['status'];
  outcomes: SourceSummary[];
}

/** The report that was written does not verify: a fault of this program or of the disk. */
export class ReportInvalid extends Error {
  override readonly name = 'ReportInvalid';
}

/**
 * Builds the report, reads it back, and publishes it by rename: a visible report is always whole. Throws
 * AppError when the disk fails, ReportInvalid when the written file does not verify.
 */
export async function publish(
  facts: Omit<ReportFacts, 'status'>,
  workFolder: string,
  reportFile: string,
): Promise<Published> {
  const part = `${reportFile}.part`;
  const bagFolder = join(workFolder, 'bag');
  try {
    const bag = await buildBag(facts, bagFolder);
    const date = new Date(facts.request.collectedAt ?? facts.request.createdAt);
    const zip = await writeZip(part, bag.topFolder, bag.entries, date);
    const { isValid, problems } = await verifyReport(part);
    if (!isValid) throw new ReportInvalid(problems.slice(0, 5).join('; '));
    await rename(part, reportFile);
    await syncFile(dirname(reportFile));
    return { ...zip, status: bag.status, outcomes: bag.sources.map(summarize) };
  } catch (error) {
    throw explainFileError(error, dirname(reportFile));
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
