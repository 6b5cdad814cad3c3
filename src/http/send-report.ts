import type { NextFunction, Response } from 'express';
import { AppError } from '../errors.js';
import type { ReportVersion } from '../storage/report-store.js';
import { isFinished, type AccessRequest } from '../storage/access-request.js';

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
  );
}

/** Name of the file a report is handed out as. */
export const nameOf = ({ requestId, version }: ReportVersion) =>
  `access-report-${requestId}${version === 1 ? '' : `-${version}`}.zip`;

/** Sends a report as an attachment, also in ranges. */
export function sendReport(
  file: string,
  report: ReportVersion,
  response: Response,
  next: NextFunction,
): void {
  const { sha256 } = report;
  const headers = {
    ETag: `"${sha256}"`,
    // RFC 9530: of the whole zip, also where a range of it is sent.
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${nameOf(report)}"`,
    'Cache-Control': 'private, no-store',
  };
  response.sendFile(file, { headers, dotfiles: 'allow', cacheControl: false }, (error) => {
    if (error && !response.headersSent) next(error);
  });
}
