import type { NextFunction, Response } from 'express';
import { AppError } from '../errors.js';
import type { DataFolder } from '../storage/data-folder.js';
import { isFinished, type AccessRequest } from '../storage/request-store.js';

/** Sends a report as an attachment, also in ranges. Throws AppError when there is none. */
export function sendReport(
  folder: DataFolder,
  { id, status, report }: AccessRequest,
  response: Response,
  next: NextFunction,
): void {
  if (!report)
    throw new AppError(
      'report_not_ready',
      isFinished(status)
        ? `This request ended as ${status}, without a report.`
        : 'The report is not ready yet. Ask for the request until it has a report_url.',
    );
  const headers = {
    ETag: `"${report.sha256}"`,
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="access-report-${id}.zip"`,
    'Cache-Control': 'private, no-store',
  };
  response.sendFile(folder.reportFile(id), { headers, dotfiles: 'allow', cacheControl: false }, (error) => {
    if (error && !response.headersSent) next(error);
  });
}
