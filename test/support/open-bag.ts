import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import type { Bag } from '../../src/report/bag.js';
import { verifyPage } from '../../src/report/pages/page-names.js';

/** One element of a page, as a browser's parser sees it. */
export interface PageElement {
  tag: string;
  attributes: Record<string, string>;
  /** Text directly inside it. */
  text: string;
}

/** A bag whose keys lie in a folder of the disk. */
export interface BuiltBag extends Bag {
  folder: string;
}

/** The text of one entry of a bag. */
export function textOf(bag: BuiltBag, name: string): string {
  const entry = bag.entries.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`The bag has no ${name}.`);
  return readFileSync(join(bag.folder, entry.key), 'utf8');
}

/** Names of all pages that show data. */
export const dataPagesOf = (bag: Bag) => pagesOf(bag).filter((name) => name !== verifyPage);

/** Names of all pages of a bag. */
export const pagesOf = (bag: Bag) =>
  bag.entries.map(({ name }) => name).filter((name) => name.endsWith('.html'));

type Node = DefaultTreeAdapterMap['node'];

/** All elements of a page in their order, read by the parser the HTML standard describes. */
export function elementsOf(html: string): PageElement[] {
  const found: PageElement[] = [];
  const walk = (node: Node) => {
    if ('tagName' in node) {
      const texts = node.childNodes.flatMap((child) => ('value' in child ? child.value : []));
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      found.push({ tag: node.tagName, attributes, text: texts.join('') });
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
    if ('content' in node) walk(node.content);
  };
  walk(parse(html));
  return found;
}
