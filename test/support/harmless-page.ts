import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';
import { elementsOf } from './open-bag.js';

const template = (name: string) => readFileSync(join(packageFolder(), 'src/report/templates', name), 'utf8');
const fixed = { script: template('report.js'), style: template('report.css') };
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The one policy of all pages. */
export const policy = [
  `default-src 'none'; style-src ${digest(fixed.style)}; script-src ${digest(fixed.script)};`,
  `media-src 'self'; base-uri 'none'; form-action 'none'`,
].join(' ');

const tags = new Set(
  [
    'html head meta title style script body header main footer nav section h1 h2 h3 p strong b small bdi span time',
    'dl dt dd ul li div table caption thead tbody tr th td a code pre details summary label input button output',
    'svg desc rect line text audio video ol',
  ]
    .join(' ')
    .split(' '),
);
const attributes = new Set(
  [
    'lang charset http-equiv content name class href rel id scope colspan datetime hidden type autocomplete role',
    'tabindex controls preload src viewbox width height x y x1 x2 y1 y2 rx text-anchor',
  ]
    .join(' ')
    .split(' '),
);
const relative =
  /^(#[a-z0-9]+|(\.\.\/)?(index\.html|verify\.html|manifest\.json|README\.txt|pages\/[a-z-]+(-\d+)?\.html|data\/[a-z-]+(\/[a-z-]+)*(\/[\w-]+)?\.[a-z0-9]+))$/;

/** What of a page could be active, or leads out of the report; empty for a harmless page. */
export function dangersIn(html: string, outside: readonly string[] = []): string[] {
  const dangers: string[] = [];
  const elements = elementsOf(html);
  for (const { tag, attributes: all, text } of elements) {
    if (!tags.has(tag)) dangers.push(`element ${tag}`);
    for (const [name, value] of Object.entries(all)) {
      if (!attributes.has(name.toLowerCase()) && !/^(aria|data)-[a-z-]+$/.test(name))
        dangers.push(`attribute ${name}`);
      if ((name === 'href' || name === 'src') && !relative.test(value) && !outside.includes(value))
        dangers.push(`address ${value}`);
    }
    if ((tag === 'script' || tag === 'style') && text !== fixed[tag]) dangers.push(`another ${tag}`);
  }
  const count = (wanted: string) => elements.filter(({ tag }) => tag === wanted).length;
  for (const tag of ['html', 'body', 'main', 'script', 'style', 'title'])
    if (count(tag) - (tag === 'title' ? elements.filter((one) => one.tag === 'svg').length : 0) !== 1)
      dangers.push(`${count(tag)} × ${tag}`);
  const policies = elements.filter((one) => one.attributes['http-equiv'] !== undefined);
  if (policies.length !== 1 || policies[0]?.attributes.content !== policy) dangers.push('another policy');
  if (
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(
      html,
    )
  )
    dangers.push('an unseen character');
  return dangers;
}
