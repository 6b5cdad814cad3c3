import type { Mark, Score } from './marked-text.js';
import type { CorpusPerson, subject } from './people.js';

/** Marked texts about one subject and others, with everything they are sent and scored by. */
export interface Corpus {
  name: string;
  subject: typeof subject;
  people: Readonly<Record<string, CorpusPerson>>;
  /** Who of them is the subject's manager. */
  manager: string;
  /** People who have one name: a mark of the first is of either. */
  namesakes: Readonly<Record<string, readonly [string, string]>>;
  /** Each with its files: type, extension and marked text. */
  recordings: readonly { topic: string; files: readonly [string, string, string][] }[];
  meetings: readonly { topic: string; agenda: string }[];
  voicemails: readonly { caller: string; content: string }[];
  /** What is told, and not asserted. */
  limits: readonly { why: string; text: string }[];
  limitsChat: string;
  /** A marked text as the vendor sends it. */
  sent: (marked: string) => string;
  score: (marked: string, written: string, pseudonym: (mark: Mark) => string) => Score;
}
