import { randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { toIso } from '../clock.js';
import { AppError } from '../errors.js';
import { sha256Of } from '../sha256.js';
import type { Service } from '../service.js';
import type { ReportLink } from '../storage/link-store.js';
import { BrowserCookies } from './browser-cookies.js';
import type { Deliveries } from './deliveries.js';
import { recordHandOut, type HandOut } from './hand-out.js';
import { reportLinkPages } from './report-link-pages.js';
import { sendReport } from './send-report.js';

/** Longest life of a link. */
export const longestLinkSeconds = 15 * 60;

/** Makes a link for one download of a version of a report; its secret has 256 random bits and is shown once. */
export async function makeLink(
  { links, clock }: Pick<Service, 'links' | 'clock'>,
  { requestId, version }: { requestId: string; version: number },
  seconds: number,
): Promise<{ secret: string; linkHash: string; expiresAt: number }> {
  const secret = randomBytes(32).toString('base64url');
  const linkHash = sha256Of(secret);
  const expiresAt = clock.now() + seconds * 1_000;
  await links.removeExpired(clock.now());
  await links.insert({ linkHash, requestId, version, expiresAt });
  return { secret, linkHash, expiresAt };
}

/**
 * `/reports/{link}`: a page with one button, so that programs which look at links use nothing up; the button leads to
 * `/reports/{link}/download`, which gives the zip to the browser that was at the page, once, and goes on where it
 * broke off. Needs no key.
 */
export function reportLinkRoutes(service: Service, publicUrl: () => string, deliveries: Deliveries): Router {
  const { links, requests, reportChecks, clock } = service;
  const router = Router();
  const pages = reportLinkPages();
  const cookies = new BrowserCookies('reports', publicUrl);

  /** The link of a call, where this browser may still use it; else the page that says why not is sent. */
  const linkOf = async (
    request: Request<{ link: string }>,
    response: Response,
  ): Promise<ReportLink | undefined> => {
    const link = await links.find(sha256Of(request.params.link), clock.now());
    const browser = link && cookies.read(request, link.linkHash);
    const isOurs = browser !== undefined && link?.browserHash === sha256Of(browser);
    // What was given to the network may have been lost there: then the browser that began asks for the rest.
    const isOver = !link || (link.isUsed && !(isOurs && request.headers.range !== undefined));
    if (isOver) pages.over(response);
    else if (link.browserHash !== undefined && !isOurs) pages.foreign(response);
    else return link;
    return undefined;
  };

  router.get('/:link', async (request, response) => {
    const link = await linkOf(request, response);
    if (!link) return;
    cookies.give(request, response, link.linkHash, link.expiresAt - clock.now());
    const last = request.path.endsWith('/') ? '' : `${request.params.link}/`;
    pages.offer(response, {
      action: `${last}download`,
      until: toIso(link.expiresAt),
      isBegun: link.browserHash !== undefined,
    });
  });

  router.get('/:link/download', async (request, response) => {
    const link = await linkOf(request, response);
    if (!link) return;
    const found = await requests.find(link.requestId);
    const versions = await requests.reportsOf(link.requestId);
    const report = versions.find(({ version }) => version === link.version);
    if (!found || !report) {
      pages.over(response);
      return;
    }
    const browser = cookies.read(request, link.linkHash);
    if (browser === undefined && request.method !== 'HEAD') {
      pages.comeByThePage(response);
      return;
    }
    const reader = `link ${link.linkHash.slice(0, 16)}`;
    const actor = { by: reader, http_request: response.locals.requestId as string };
    const handOut = { report, connectionId: found.connectionId, reader, actor };
    const key = await keyOf(report, found.connectionId, actor);
    if (key === undefined) {
      pages.damaged(response);
      return;
    }
    const call: [Request, Response] = [request, response];
    // Checked first, so that a report that cannot be given binds the link to nobody.
    const isOurs =
      request.method !== 'GET' || (await links.begin(link.linkHash, sha256Of(browser ?? ''), clock.now()));
    if (!isOurs) {
      await linkOf(request, response);
      return;
    }
    await sendReport(service.folder.files, key, report, call, {
      begin: (given, range) =>
        recordHandOut(
          service,
          deliveries,
          { ...handOut, given, range, ...usingUp(link, given.last === report.bytes - 1) },
          call,
        ),
      onDamage: async () => {
        await reportChecks.note(report, found.connectionId, 'other_digest', actor);
      },
    });
  });

  /** A link is over when the last byte has gone, and open again where that was lost. */
  const usingUp = (
    { linkHash, isUsed: wasUsed }: ReportLink,
    isEnd: boolean,
  ): Pick<HandOut, 'onSent' | 'onEnd'> => {
    let isUsed = false;
    return {
      onSent: async () => {
        isUsed = await links.use(linkHash, clock.now());
      },
      onEnd: async (fate, isWhole) => {
        if (fate === 'cut' && isUsed) await links.reopen(linkHash);
        else if (fate === 'arrived' && (isWhole || (wasUsed && isEnd)))
          await links.end(linkHash, clock.now());
        else if (isWhole) await links.use(linkHash, clock.now());
      },
    };
  };

  /** Undefined: what is stored is not what was published. */
  const keyOf = async (...report: Parameters<typeof reportChecks.require>) => {
    try {
      return await reportChecks.require(...report);
    } catch (error) {
      if (error instanceof AppError && error.code === 'report_damaged') return undefined;
      throw error;
    }
  };
  return router;
}
