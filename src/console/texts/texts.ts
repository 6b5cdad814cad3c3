import { de } from './de.js';
import { en, type Texts } from './en.js';

export type { Texts };

const byLanguage = { en, de };

/** The languages of the console. */
export const languages = ['en', 'de'] as const;

/** A language of the console. */
export type Language = (typeof languages)[number];

/** The words in a language. */
export const textsIn = (language: Language): Texts => byLanguage[language];
