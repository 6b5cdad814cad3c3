import type { ReportSource } from '../facts.js';

/** Records on one page: few enough for a browser to open and sort them at once. */
export const rowsPerPage = 250;

/** The page with the statement of completeness. */
export const completenessPage = 'pages/completeness.html';

/** The page about the use of the data and the rights of the person. */
export const rightsPage = 'pages/rights.html';

/** The page that checks a report in a browser. */
export const verifyPage = 'verify.html';

/** Names of a source's pages in order, made of its id alone. A source that was not asked has none. */
export function pageNames(source: ReportSource): string[] {
  if (source.outcome.outcome === 'not_requested') return [];
  const count = Math.max(1, Math.ceil(recordsOf(source) / rowsPerPage));
  return Array.from({ length: count }, (_, index) => pageName(source.id, index + 1));
}

/** Name of one page, counted from 1. */
export const pageName = (sourceId: string, page: number) =>
  `pages/${sourceId}${page === 1 ? '' : `-${page}`}.html`;

/** Records that one search page looks through: a text of some megabytes, which a browser reads at once. */
export const recordsPerSearch = 10_000;

/** Names of the pages that search all records of a source; none where its one page has them all. */
export function searchNames(source: ReportSource): string[] {
  if (pageNames(source).length < 2) return [];
  const count = Math.ceil(recordsOf(source) / recordsPerSearch);
  return Array.from({ length: count }, (_, index) => searchName(source.id, index + 1));
}

/** Name of one search page, counted from 1. No source has such an id. */
export const searchName = (sourceId: string, part: number) =>
  `pages/${sourceId}-search${part === 1 ? '' : `-${part}`}.html`;

/** A second of silence: where it cannot be played, the pages cannot be reached either. */
export const besidePage = 'pages/beside.wav';

/** Records of a source that are in the report. */
export const recordsOf = ({ recordFiles, outcome }: ReportSource) =>
  recordFiles.length > 0 ? outcome.records : 0;
