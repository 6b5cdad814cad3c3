import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../errors.js';
import { holdLast, OtherDigest } from './hold-last.js';
import type { ReportVersion } from '../storage/report-store.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';

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

/** Headers that ask for something else than the whole report. */
const partly = ['range', 'if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'];

/**
 * Sends a report as an attachment, also in ranges. The whole of it is digested while it goes out, and its last
 * bytes go only when the digest is right: a connection that ends early is no report.
 */
export async function sendReport(
  file: string,
  report: ReportVersion,
  request: Request,
  response: Response,
  onDamage: () => void,
): Promise<void> {
  const { sha256, bytes } = report;
  const headers = {
    ETag: `"${sha256}"`,
    // RFC 9530: of the whole zip, also where a range of it is sent.
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${nameOf(report)}"`,
    'Cache-Control': 'private, no-store',
  };
  if (request.method === 'HEAD' || partly.some((name) => request.headers[name] !== undefined)) {
    const error = await sendFile(file, headers, response);
    if (!error || response.headersSent) return;
    if (error.status !== 416) throw error;
    // RFC 9110, section 15.5.17
    response.status(416).set('Content-Range', `bytes */${bytes}`).end();
    return;
  }
  response.set({ ...headers, 'Accept-Ranges': 'bytes', 'Content-Length': String(bytes) });
  await sendChecked(file, sha256, response, onDamage);
}

/** Express does ranges and conditions; resolves with what went wrong. */
function sendFile(
  file: string,
  headers: Record<string, string>,
  response: Response,
): Promise<(Error & { status?: number }) | undefined> {
  return new Promise((resolve) => {
    response.sendFile(file, { headers, dotfiles: 'allow', cacheControl: false }, resolve);
  });
}

/** Streams a file to a response that has its headers; breaks the connection off when the digest is another one. */
async function sendChecked(
  file: string,
  sha256: string,
  response: Response,
  onDamage: () => void,
): Promise<void> {
  try {
    await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), holdLast(sha256), response);
  } catch (error) {
    if (error instanceof OtherDigest) onDamage();
    // Whoever has gone away needs no answer.
    if (!response.headersSent) throw error;
  }
}
