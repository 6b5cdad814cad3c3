import type { Kind, Mention } from './mention.js';

/** Somebody who is named by the form of a file: by the place where the name stands, whatever it looks like. */
export interface Label {
  start: number;
  end: number;
  mention: Mention;
  /** What the place holds of the mention. */
  kind: Kind;
  /** False: other words can stand in such a place too. */
  isSure: boolean;
}

/** Finds the labels of one file, whose blocks of whole lines it is given in order. */
export interface LabelReader {
  read(block: string): Label[];
}
