/** A part of a zip file, by what it is. */
export interface ZipPart {
  start: number;
  end: number;
  /** Such as `local method` or `central crc`; `data` is an entry's content. */
  name: string;
}

type Field = readonly [name: string, bytes: number];

const local: Field[] = [
  ['signature', 4],
  ['version', 2],
  ['flags', 2],
  ['method', 2],
  ['time', 4],
  ['crc', 4],
  ['sizes', 8],
  ['lengths', 4],
];
const central: Field[] = [
  ['signature', 4],
  ['made by', 2],
  ['versions', 2],
  ['flags', 2],
  ['method', 2],
  ['time', 4],
  ['crc', 4],
  ['sizes', 8],
  ['lengths', 6],
  ['disk', 2],
  ['attributes', 6],
  ['offset', 4],
];
const end: Field[] = [
  ['signature', 4],
  ['disks', 4],
  ['counts', 4],
  ['size and offset', 8],
  ['comment length', 2],
];

/** Names every byte of a zip without ZIP64, as the format's appnote lays it out. Throws for anything else. */
export function mapZip(zip: Buffer): ZipPart[] {
  const parts: ZipPart[] = [];
  const add = (prefix: string, start: number, fields: readonly Field[]): number =>
    fields.reduce((place, [name, bytes]) => {
      if (bytes > 0) parts.push({ start: place, end: place + bytes, name: `${prefix} ${name}` });
      return place + bytes;
    }, start);
  const last = zip.length - 22;
  if (zip.readUInt32LE(last) !== 0x06054b50) throw new Error('There is no end of central directory.');
  let place = zip.readUInt32LE(last + 16);
  for (let count = zip.readUInt16LE(last + 10); count > 0; count -= 1) {
    const [names, extra, comment] = [28, 30, 32].map((at) => zip.readUInt16LE(place + at)) as [
      number,
      number,
      number,
    ];
    const header = zip.readUInt32LE(place + 42);
    const rest: Field[] = [
      ['name', zip.readUInt16LE(header + 26)],
      ['extra', zip.readUInt16LE(header + 28)],
    ];
    const data = add('local', header, [...local, ...rest]);
    const descriptor = zip.readUInt16LE(place + 8) & 8 ? 16 : 0;
    add('', data, [
      ['data', zip.readUInt32LE(place + 20)],
      ['descriptor', descriptor],
    ]);
    place = add('central', place, [...central, ['name', names], ['extra', extra], ['comment', comment]]);
  }
  add('end', last, end);
  return parts
    .map((part) => ({ ...part, name: part.name.trim() }))
    .sort((one, other) => one.start - other.start);
}
