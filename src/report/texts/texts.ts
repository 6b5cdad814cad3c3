import { en } from './en.js';

/** All words of a report in one language. A further language is one more file of this form. */
export type Texts = typeof en;

const catalogue: Readonly<Record<string, Texts>> = { en };

/** The words in a language; English where there are none. */
export function textsOf(language = 'en'): Texts {
  return Object.hasOwn(catalogue, language) ? (catalogue[language] ?? en) : en;
}
