import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../package.js';
import type { Texts } from '../texts/texts.js';
import type { Renderer } from './renderer.js';

/** Made of `src/report/verify-page/` when the program is built. */
const script = () => readFileSync(join(packageFolder(), 'dist/src/report/verify-page.mjs'), 'utf8');

/** Renders the page that checks a report in a browser, from the disk and without a network. */
export const renderVerify = (renderer: Renderer, t: Texts): string =>
  renderer.render('verify', {
    t,
    layout: renderer.layout({
      ...{ title: t.verify.title, heading: t.verify.title, here: 'verify', script: script() },
    }),
    // In a script element only "<" could end it.
    words: JSON.stringify(t.verify.script).replaceAll('<', '\\u003c'),
  });
