import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { AppError } from '../errors.js';
import { sha256Of } from '../sha256.js';
import type { Service } from '../service.js';
import { createNotice } from './notice.js';
import { sendReport } from './send-report.js';

/** Longest life of a link. */
export const longestLinkSeconds = 15 * 60;

/** Makes a link for one download of a version of a report; its secret has 256 random bits and is shown once. */
export function makeLink(
  { links, clock }: Pick<Service, 'links' | 'clock'>,
  { requestId, version }: { requestId: string; version: number },
  seconds: number,
): { secret: string; linkHash: string; expiresAt: number } {
  const secret = randomBytes(32).toString('base64url');
  const linkHash = sha256Of(secret);
  const expiresAt = clock.now() + seconds * 1_000;
  links.removeExpired(clock.now());
  links.insert({ linkHash, requestId, version, expiresAt });
  return { secret, linkHash, expiresAt };
}

const damagedLines = [
  'What is stored is not what was published, so it is not handed out. The link is not used up.',
  'Ask whoever sent you the link to make the report again.',
];

/**
 * `/reports/{link}`: a page with one button, so that programs which look at links do not use them up; the button
 * gives the zip, once. Needs no key.
 */
export function reportLinkRoutes({ links, requests, reportChecks, ledger, clock }: Service): Router {
  const router = Router();
  const notice = createNotice();
  const gone = ['The link was used already, is too old, or its report was destroyed.', 'Ask for a new one.'];

  router.get('/:link', (request, response) => {
    const link = links.find(sha256Of(request.params.link), clock.now());
    if (!link) {
      notice(response, 410, 'This link is over', gone);
      return;
    }
    const lines = ['The report is handed out once. Keep the file in a safe place.'];
    notice(response, 200, 'Your access report', lines, {
      action: request.params.link,
      button: 'Download the report',
    });
  });

  router.post('/:link', async (request, response) => {
    const over = () => notice(response, 410, 'This link is over', gone);
    const seen = links.find(sha256Of(request.params.link), clock.now());
    const found = seen && requests.find(seen.requestId);
    const report = seen && requests.reportsOf(seen.requestId).find(({ version }) => version === seen.version);
    if (!found || !report) {
      over();
      return;
    }
    const actor = {
      by: `link ${seen.linkHash.slice(0, 16)}`,
      http_request: response.locals.requestId as string,
    };
    const file = await fileOf(report, found.connectionId, actor);
    if (file === undefined) {
      notice(response, 500, 'The report cannot be given now', damagedLines);
      return;
    }
    // Checked first, so that a report that cannot be given does not use the link up.
    if (!links.take(seen.linkHash, clock.now())) {
      over();
      return;
    }
    const what = { request: found.id, version: report.version, sha256: report.sha256 };
    ledger.append(found.connectionId, 'report.downloaded', what, actor);
    // A part of it would use the link up.
    delete request.headers.range;
    await sendReport(
      file,
      report,
      request,
      response,
      () => void reportChecks.note(report, found.connectionId, 'other_digest', actor),
    );
  });

  /** Undefined: what is stored is not what was published. */
  const fileOf = async (...report: Parameters<typeof reportChecks.require>) => {
    try {
      return await reportChecks.require(...report);
    } catch (error) {
      if (error instanceof AppError && error.code === 'report_damaged') return undefined;
      throw error;
    }
  };
  return router;
}
