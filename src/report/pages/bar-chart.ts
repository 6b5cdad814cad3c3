/** Places of the bars, in the picture's own units. */
export interface BarChart {
  width: number;
  height: number;
  labelWidth: number;
  bars: { y: number; width: number; label: string; value: number; tone: number }[];
}

const width = 960;
const labelWidth = 330;
const valueWidth = 90;
const rowHeight = 30;
const longestLabel = 44;
const tones = 6;

/** Lays counts out as bars, one below the other; what is not zero can be seen. */
export function drawBars(counts: readonly { title: string; value: number; tone: number }[]): BarChart {
  const highest = Math.max(1, ...counts.map(({ value }) => value));
  const room = width - labelWidth - valueWidth;
  return {
    ...{ width, labelWidth, height: counts.length * rowHeight + 4 },
    bars: counts.map(({ title, value, tone }, place) => ({
      y: place * rowHeight + 4,
      width: value === 0 ? 0 : Math.max(2, Math.round((value / highest) * room)),
      label: title.length > longestLabel ? `${title.slice(0, longestLabel - 1)}…` : title,
      value,
      tone: tone % tones,
    })),
  };
}
