import type { Source } from './source.js';

/**
 * Whether a source asks for everybody and keeps what is about the subject: it can be asked about somebody the vendor knows
 * no user for any more.
 */
export const isOfEverybody = (source: Source): boolean =>
  source.about !== undefined &&
  source.forEach === undefined &&
  (source.asks?.every(({ endpoint }) => !endpoint.includes('{subject}')) ?? false);
