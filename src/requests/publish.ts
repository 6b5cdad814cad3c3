import { explainFileError } from '../errors.js';
import type { FileStore, Written } from '../files/file-store.js';
import { buildBag } from '../report/bag.js';
import { BagFolder } from '../report/bag-folder.js';
import { ContentChanged } from '../report/content-changed.js';
import type { ReportFacts, ReportSource } from '../report/facts.js';
import { verifyStored } from '../report/verify.js';
import { writeZip } from '../report/zip.js';
import type { SourceSummary } from '../model/access-request.js';

/** A report that everybody can see now. */
export interface Published extends Written {
  status: ReportFacts['status'];
  outcomes: SourceSummary[];
  /** Who stands behind the pseudonyms; absent: there are none. */
  keyTable?: readonly object[];
}

/** Where a report is made and where it goes. */
export interface PublishPlaces {
  files: FileStore;
  workKey: string;
  reportKey: string;
}

/** The report that was written does not verify: a fault of this program or of the disk. */
export class ReportInvalid extends Error {
  override readonly name = 'ReportInvalid';
}

/**
 * Builds the report, reads it back, and publishes it by giving it its key: a visible report is always whole. Throws
 * AppError when the disk fails, ReportInvalid when the written file does not verify, the signal's reason.
 */
export async function publish(
  facts: Omit<ReportFacts, 'status'>,
  { files, workKey, reportKey }: PublishPlaces,
  signal: AbortSignal,
  onPacking: (done: number, total: number) => void = () => undefined,
): Promise<Published> {
  // Beside the spool, so that what is not verified never lies among the reports.
  const made = `${workKey}/report.zip`;
  const bagFolder = new BagFolder(files, `${workKey}/bag`);
  try {
    const bag = await buildBag(facts, bagFolder, signal);
    const date = new Date(facts.request.collectedAt ?? facts.request.createdAt);
    const zip = await writeZip(files, made, bag.topFolder, bag.entries, date, {
      signal,
      onProgress: (done) => onPacking(done, bag.entries.length),
    });
    const { isValid, problems } = await verifyStored(files, made, { signal });
    if (!isValid) throw new ReportInvalid(problems.slice(0, 5).join('; '));
    signal.throwIfAborted();
    await files.move(made, reportKey);
    return { ...zip, status: bag.status, outcomes: bag.sources.map(summarize), keyTable: bag.keyTable };
  } catch (error) {
    if (error instanceof ContentChanged) throw new ReportInvalid(error.message);
    throw explainFileError(error, 'the data folder');
  } finally {
    await files.remove(made);
    await bagFolder.clear();
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
