import { randomBytes } from 'node:crypto';
import { Router } from 'express';
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

/**
 * `/reports/{link}`: a page with one button, so that programs which look at links do not use them up; the button
 * gives the zip, once. Needs no key.
 */
export function reportLinkRoutes({ links, requests, folder, ledger, clock }: Service): Router {
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

  router.post('/:link', (request, response, next) => {
    const link = links.take(sha256Of(request.params.link), clock.now());
    const found = link && requests.find(link.requestId);
    const report = link && requests.reportsOf(link.requestId).find(({ version }) => version === link.version);
    if (!found || !report) {
      notice(response, 410, 'This link is over', gone);
      return;
    }
    const what = { request: found.id, version: report.version, sha256: report.sha256 };
    const actor = {
      by: `link ${link.linkHash.slice(0, 16)}`,
      http_request: response.locals.requestId as string,
    };
    ledger.append(found.connectionId, 'report.downloaded', what, actor);
    // A part of it would use the link up.
    delete request.headers.range;
    sendReport(folder.reportFile(found.id, report.version), report, response, next);
  });
  return router;
}
