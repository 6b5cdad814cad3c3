import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { packageFolder } from '../package.js';
import type { ReportFacts, ReportSource } from './facts.js';
import type { Manifest } from './manifest.js';
import { describeBytes, outcomeWords, statusWords } from './words.js';

/** Files of a source that the page lists; all of them are in data/files.csv. */
const mostListed = 500;

/** The page a person opens first. It loads nothing, runs nothing, and escapes all data. */
export function renderPage(facts: ReportFacts, sources: readonly ReportSource[], manifest: Manifest): string {
  const folder = join(packageFolder(), 'src/report/templates');
  const eta = new Eta({ autoEscape: true, autoTrim: false });
  const style = readFileSync(join(folder, 'report.css'), 'utf8');
  const styleHash = createHash('sha256').update(style).digest('base64');
  return eta.renderString(readFileSync(join(folder, 'index.eta'), 'utf8'), {
    ...{ style, styleHash, manifest, sources, mostListed, outcomeWords, describeBytes },
    statusWords: statusWords[facts.status],
    vendor: facts.connector.title,
    records: sources.reduce((sum, { outcome }) => sum + outcome.records, 0),
    files: sources.reduce((sum, { outcome }) => sum + outcome.files, 0),
    leftOut: sources.reduce((sum, { outcome }) => sum + outcome.filesLeftOut, 0),
    masked: sources.reduce((sum, { secretsMasked }) => sum + secretsMasked, 0),
  });
}
