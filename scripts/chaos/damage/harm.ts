import type { Random } from '../random.js';

/** Ways of harming bytes. */
export const harms = ['flip', 'byte', 'cut off', 'cut out', 'zeros'] as const;

/** One way of harming bytes. */
export type Harm = (typeof harms)[number];

/** Bytes that differ from those given by one harm. */
export function harm(content: Buffer, how: Harm, random: Random): Buffer {
  for (;;) {
    const harmed = harmOnce(content, how, random.below(content.length), random);
    if (!harmed.equals(content)) return harmed;
  }
}

function harmOnce(content: Buffer, how: Harm, place: number, random: Random): Buffer {
  const copy = Buffer.from(content);
  const length = 1 + random.below(Math.min(64, content.length - place));
  switch (how) {
    case 'flip':
      copy.writeUInt8(copy.readUInt8(place) ^ (1 << random.below(8)), place);
      return copy;
    case 'byte':
      copy.writeUInt8(random.below(256), place);
      return copy;
    case 'cut off':
      return copy.subarray(0, place);
    case 'cut out':
      return Buffer.concat([copy.subarray(0, place), copy.subarray(place + length)]);
    case 'zeros':
      return copy.fill(0, place, place + length);
  }
}
