/** Where the list of entries of a zip stands in the file. */
export interface Directory {
  start: number;
  end: number;
  /** What the end says; undefined: it says that the ZIP64 record does. */
  entries?: number;
}

/** Sizes of the records at the end of a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
const endBytes = 22;
const end64Bytes = 56;
const locator64Bytes = 20;

/** As much of a zip's end as `readDirectory` needs. */
export const tailBytes = endBytes + locator64Bytes + end64Bytes;

/** Reads the end of a zip of this size: no comment, nothing behind it. Throws an Error that says what is wrong. */
export function readDirectory(tail: Buffer, size: number): Directory {
  const end = tail.length - endBytes;
  if (end < 0 || tail.readUInt32LE(end) !== 0x06054b50) throw new Error('it does not end as a zip ends');
  const locator = end - locator64Bytes;
  const end64 = locator - end64Bytes;
  const is64 = end64 >= 0 && tail.readUInt32LE(locator) === 0x07064b50;
  const [start, bytes] = is64
    ? [Number(tail.readBigUInt64LE(end64 + 48)), Number(tail.readBigUInt64LE(end64 + 40))]
    : [tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12)];
  const onDisk = tail.readUInt16LE(end + 8);
  if (tail.readUInt32LE(end + 4) !== 0 || onDisk !== tail.readUInt16LE(end + 10))
    throw new Error('it stands on several disks');
  const directory = { start, end: start + bytes, entries: is64 ? undefined : onDisk };
  if (directory.end !== size - tail.length + (is64 ? end64 : end))
    throw new Error('bytes before, behind or inside the directory');
  return directory;
}
