import type { Timeline } from './timeline.js';

/** Places of the parts of the picture, in its own units. */
export interface TimelineChart {
  width: number;
  height: number;
  left: number;
  bottom: number;
  bars: { x: number; y: number; width: number; height: number; tone: number }[];
  lines: { y: number; value: number }[];
  labels: { x: number; text: string; under?: string }[];
}

const width = 960;
const height = 300;
const left = 56;
const top = 14;
const bottom = height - 46;
/** Tones that can be told apart; further categories begin again. */
const tones = 6;
/** Labels that fit side by side. */
const mostLabels = 18;

/** Lays a timeline out as stacked bars; a category has the tone of its place among all. */
export function drawTimeline({ slots, categories }: Timeline, all: readonly string[]): TimelineChart {
  const highest = niceAbove(Math.max(1, ...slots.map(({ total }) => total)));
  const step = (width - left) / Math.max(1, slots.length);
  const scale = (bottom - top) / highest;
  const bars: TimelineChart['bars'] = [];
  const labels: TimelineChart['labels'] = [];
  const every = Math.ceil(slots.length / mostLabels);
  slots.forEach(({ counts, label }, place) => {
    let y = bottom;
    const x = left + place * step;
    counts.forEach((count, category) => {
      if (count === 0) return;
      const tall = count * scale;
      y -= tall;
      const wide = Math.min(40, step * 0.72);
      bars.push(
        round({
          x: x + (step - wide) / 2,
          y,
          width: wide,
          height: tall,
          tone: all.indexOf(categories[category] ?? '') % tones,
        }),
      );
    });
    const [text = '', under] = label.split(' ');
    if (place % every === 0) labels.push({ x: Math.round(x + step / 2), text, under });
  });
  const lines = [0, 1, 2, 3, 4]
    .map((part) => (highest / 4) * part)
    .filter(Number.isInteger)
    .map((value) => ({ value, y: Math.round(bottom - value * scale) }));
  return { width, height, left, bottom, bars, lines, labels };
}

/** The next number above that a scale likes to end with. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}

/** Two digits behind the point: the same on every machine, and enough for every screen. */
const round = <T extends Record<string, number>>(shape: T): T =>
  Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  ) as T;
