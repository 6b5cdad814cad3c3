import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { packageFolder } from '../../package.js';
import type { ReportFacts } from '../facts.js';
import type { Texts } from '../texts/texts.js';
import { escapeText } from './visible-text.js';

/** What the head and the foot of a page need. */
export interface Layout {
  title: string;
  heading: string;
  here: 'index' | 'completeness' | 'rights' | 'source' | 'verify';
  /** Instead of the script of the other pages. */
  script?: string;
}

/** Renders the pages: all data are escaped by the template engine, style and script are the fixed ones. */
export interface Renderer {
  render(template: string, data: object): string;
  layout(layout: Layout): object;
}

/** Makes the renderer of one report. */
export function createRenderer({ request, program }: ReportFacts, t: Texts): Renderer {
  const folder = join(packageFolder(), 'src/report/templates');
  const eta = new Eta({
    ...{ views: folder, cache: true, autoEscape: true, autoTrim: false },
    escapeFunction: escapeText,
  });
  // The engine would resolve the path of a template each time it is rendered.
  const templates = new Map<string, ReturnType<Eta['compile']>>();
  const render = (name: string, data: object) => {
    const filepath = join(folder, `${name}.eta`);
    const template = templates.get(name) ?? eta.compile(readFileSync(filepath, 'utf8'), { filepath });
    templates.set(name, template);
    return eta.render(template, data, { filepath });
  };
  const style = readFileSync(join(folder, 'report.css'), 'utf8');
  const script = readFileSync(join(folder, 'report.js'), 'utf8');
  const fixed = {
    ...{ t, style, script, styleHash: digest(style), scriptHash: digest(script) },
    ...{ requestId: request.id, program },
  };
  return {
    render,
    layout: (layout) => ({
      ...fixed,
      ...(layout.script === undefined ? {} : { scriptHash: digest(layout.script) }),
      ...layout,
      top: ['index', 'verify'].includes(layout.here) ? '' : '../',
    }),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64');
