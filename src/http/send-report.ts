import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../errors.js';
import { choosePart } from './byte-range.js';
import { holdLast, OtherDigest } from './hold-last.js';
import { sendPart } from './send-part.js';
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
  // Ranges are for what is sent: HEAD has none (RFC 9110, section 14.2).
  const isHead = request.method === 'HEAD';
  const asked = isHead ? { ...request.headers, range: undefined } : request.headers;
  const part = choosePart(asked, headers.ETag, bytes);
  if (part === 'unsatisfiable') response.set('Content-Range', `bytes */${bytes}`);
  if (part === 'unsatisfiable' || part === 'not-as-expected') throw refusals[part]();
  response.set({ ...headers, 'Accept-Ranges': 'bytes' });
  if (part === 'not-modified') {
    response.status(304).end();
    return;
  }
  if (typeof part === 'object') {
    await sendPart(file, bytes, part, response);
    return;
  }
  response.set('Content-Length', String(bytes));
  if (isHead) response.end();
  else await sendChecked(file, sha256, response, onDamage);
}

const refusals = {
  unsatisfiable: () =>
    new AppError(
      'range_not_satisfiable',
      'The range lies outside the report: Content-Range tells its size. What is complete already needs no more.',
    ),
  'not-as-expected': () =>
    new AppError(
      'not_as_expected',
      'The report is another one than If-Match names: it was made anew. Fetch it from its beginning.',
    ),
};

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
