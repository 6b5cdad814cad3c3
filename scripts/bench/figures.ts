/** One line of the table. */
export interface Figure {
  what: string;
  /** Median, formatted. */
  value: string;
  goal: string;
  isMet: boolean;
  /** Smallest and largest of the runs. */
  range: string;
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Makes a line of several runs. */
export function figure(
  what: string,
  values: readonly number[],
  goal: { text: string; isMet: (value: number) => boolean },
  format: (value: number) => string = (value) => value.toFixed(2),
): Figure {
  const middle = median(values);
  return {
    what,
    value: format(middle),
    goal: goal.text,
    isMet: goal.isMet(middle),
    range: `${format(Math.min(...values))} to ${format(Math.max(...values))}, ${values.length} runs`,
  };
}

/** Goals as the table writes them. */
export const atMost = (most: number, unit = '') => ({
  text: `≤ ${most}${unit}`,
  isMet: (value: number) => value <= most,
});
export const atLeast = (least: number) => ({ text: `≥ ${least}`, isMet: (value: number) => value >= least });
export const noGoal = { text: '-', isMet: () => true };

/** The table as Markdown. */
export function toMarkdown(figures: readonly Figure[]): string {
  return [
    '| Figure | Median | Goal | Met | Range |',
    '|---|---|---|---|---|',
    ...figures.map(
      ({ what, value, goal, isMet, range }) =>
        `| ${what} | ${value} | ${goal} | ${isMet ? 'yes' : 'no'} | ${range} |`,
    ),
  ].join('\n');
}
