import { join } from 'node:path';
import { Eta } from 'eta';
import type { Request, Response } from 'express';
import { rights, type Right } from '../api/caller.js';
import { packageFolder, readProgram } from '../package.js';
import { escapeText } from '../report/pages/visible-text.js';
import type { AssetFile, Assets } from './assets.js';
import { choicesOf } from './choices.js';
import { baseOf } from './console-address.js';
import { formatsOf } from './formats.js';
import type { ValidSession } from './sessions.js';
import { textsIn, type Texts } from './texts/texts.js';

/** The parts of the console, as its navigation names them. */
export type Section = 'requests' | 'connections' | 'ledger' | 'settings' | 'none';

/** What a page is made of. */
export interface Page {
  template: string;
  title: (t: Texts) => string;
  here: Section;
  view: object | ((t: Texts) => object);
  status?: number;
  /** A script beside the one of all pages. */
  script?: AssetFile;
  /** Without script the page is loaded again after so many seconds. */
  refreshSeconds?: number;
}

/** Renders a page for whoever asks, in their language. */
export type SendPage = (request: Request, response: Response, page: Page) => void;

/** Makes the pages; all data are escaped by the template engine. */
export function createPages(publicUrl: () => string, assets: Assets): SendPage {
  const eta = new Eta({
    ...{ views: join(packageFolder(), 'src/console/templates'), cache: true },
    ...{ autoEscape: true, autoTrim: false, escapeFunction: escapeText },
  });
  const program = readProgram();
  return (request, response, { template, title, here, view, status = 200, script, refreshSeconds }) => {
    const choices = choicesOf(request, publicUrl());
    const t = textsIn(choices.language);
    const { caller } = sessionOf(response) ?? {};
    const base = baseOf(publicUrl());
    const shell = {
      ...{ t, f: formatsOf(t), base, here, program, choices, refreshSeconds },
      title: title(t),
      caller,
      may: (right: Right) => caller !== undefined && rights[caller.role][right] !== undefined,
      isAdmin: caller?.role === 'admin' && caller.connections === undefined,
      back: request.method === 'GET' ? `${base}${pathWithin(request)}` : `${base}/`,
      style: `${base}/assets/${assets.nameOf('console.css')}`,
      scripts: ['console.js' as const, ...(script ? [script] : [])].map(
        (file) => `${base}/assets/${assets.nameOf(file)}`,
      ),
    };
    response
      .status(status)
      .type('html')
      .set('Content-Language', t.language)
      .send(eta.render(`./${template}`, { ...shell, ...(typeof view === 'function' ? view(t) : view) }));
  };
}

/** The session of a call; undefined: nobody is signed in. */
export const sessionOf = (response: Response) => response.locals.session as ValidSession | undefined;

const pathWithin = ({ originalUrl }: Request) =>
  originalUrl.replace(/^\/console/, '').replace(/\?.*$/, '') || '/';
