import type { CampaignResult } from './campaign.js';

/** The results of all campaigns as a table in Markdown. */
export function toTable(results: readonly (CampaignResult & { name: string; seconds: number })[]): string {
  const lines = results.map(({ name, seconds, figures, failures }) => {
    const found = Object.entries(figures).map(([figure, value]) => `${figure} ${value}`);
    const verdict = failures.length === 0 ? 'passed' : `${failures.length} FAILED`;
    return `| ${name} | ${found.join('; ')} | ${seconds} s | ${verdict} |`;
  });
  return ['| Campaign | Figures | Time | Result |', '|---|---|---|---|', ...lines].join('\n');
}
