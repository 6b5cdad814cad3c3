import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Response } from 'express';
import { packageFolder } from '../package.js';

/** A button that posts to an address below this one. */
export interface NoticeForm {
  action: string;
  button: string;
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
    response
      .status(status)
      .set({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${form ? "'self'" : "'none'"}; frame-ancestors 'none'`,
      })
      .type('html')
      .send(eta.renderString(template, { title, lines, style, form }));
  };
}
