import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Response } from 'express';
import { packageFolder } from '../package.js';

/** The one button of a page. */
export interface NoticeForm {
  button: string;
  method: 'get' | 'post';
  /** Where it leads, seen from the page; absent: to the address of the page. */
  action?: string;
  /** Where the answer may send the browser besides this site, as sources of a content security policy. */
  leadsTo?: string;
}

/** A page of a few sentences for a browser, with one button at most. */
export type SendNotice = (
  response: Response,
  status: number,
  title: string,
  lines: string[],
  form?: NoticeForm,
) => void;

/** Makes the page: text only, nothing loaded, nothing kept. */
export function createNotice(): SendNotice {
  const folder = join(packageFolder(), 'src/http/templates');
  const style = readFileSync(join(folder, 'docs.css'), 'utf8');
  const template = readFileSync(join(folder, 'notice.eta'), 'utf8');
  const styleHash = createHash('sha256').update(style).digest('base64');
  const eta = new Eta({ autoEscape: true, autoTrim: false });
  return (response, status, title, lines, form) => {
    const targets = form ? ["'self'", ...(form.leadsTo === undefined ? [] : [form.leadsTo])] : ["'none'"];
    response
      .status(status)
      .set({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${targets.join(' ')}; frame-ancestors 'none'`,
      })
      .type('html')
      .send(eta.renderString(template, { title, lines, style, form }));
  };
}
