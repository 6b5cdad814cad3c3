/** A chart of horizontal bars, in the units of its picture. */
export interface Bars {
  width: number;
  height: number;
  rows: { label: string; value: number; y: number; length: number }[];
}

const rowHeight = 22;
const labelWidth = 230;
const width = 640;
const valueWidth = 70;

/** Bars in proportion to the greatest value; what is nothing is left to the table beside the chart. */
export function barsOf(values: readonly { label: string; value: number }[]): Bars {
  const shown = values.filter(({ value }) => value > 0);
  const most = Math.max(1, ...shown.map(({ value }) => value));
  const room = width - labelWidth - valueWidth;
  return {
    ...{ width, height: shown.length * rowHeight },
    rows: shown.map(({ label, value }, index) => ({
      ...{ label, value, y: index * rowHeight },
      length: Math.max(1, Math.round((value / most) * room)),
    })),
  };
}
