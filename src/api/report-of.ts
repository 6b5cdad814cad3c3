import { AppError } from '../errors.js';
import { pollSeconds } from './poll.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { ReportVersion } from '../storage/report-store.js';

/** The wanted version of a report, the latest when none is named. Throws AppError when there is none. */
export function reportOf(
  { status }: AccessRequest,
  versions: readonly ReportVersion[],
  wanted: number | undefined,
): ReportVersion {
  const report = wanted === undefined ? versions.at(-1) : versions.find(({ version }) => version === wanted);
  if (report) return report;
  if (status === 'expired')
    throw new AppError(
      'report_expired',
      'The report was destroyed when its time was over or when it was deleted. Send a new access request.',
    );
  if (versions.length > 0)
    throw new AppError('not_found', `There is no version ${wanted} of this report; see report_versions.`);
  throw new AppError(
    'report_not_ready',
    isFinished(status)
      ? `This request ended as ${status}, without a report.`
      : 'The report is not ready yet. Ask for the request until it has a report_url.',
    isFinished(status) ? {} : { retryAfterSeconds: pollSeconds },
  );
}
