import { open } from 'node:fs/promises';
import type { Entry as ZipEntry, LocalFileHeader } from 'yauzl';

/** Where the list of entries of a zip stands in the file. */
interface Directory {
  start: number;
  end: number;
}

/** Sizes of the records at the end of a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
const endBytes = 22;
const end64Bytes = 56;
const locator64Bytes = 20;

/** A descriptor behind an entry's content has 16 bytes, or 24 in ZIP64. */
const descriptorBytes = [16, 24];

/** The version of ZIP64; whether it is needed can be known only when the local header is written already. */
const version64 = 45;
/** Versions of the format up to 6.3 exist. */
const latestVersion = 63;

const isOneVersion = (local: number, central: number) =>
  central <= latestVersion && (local === central || central === version64);

const fileType = { mask: 0o170000, regular: 0o100000 };

/**
 * Follows a zip from its first byte to its last, so that nothing hides between its parts, and both headers of an
 * entry say the same. Its methods throw an Error that says what is wrong.
 */
export class ZipLayout {
  private place = 0;
  private hasDescriptor = false;

  private constructor(private readonly directory: Directory) {}

  /** Reads the end of the file: no comment, nothing behind it. */
  static async read(path: string): Promise<ZipLayout> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, endBytes + locator64Bytes + end64Bytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return new ZipLayout(readDirectory(buffer, size));
    } finally {
      await file.close();
    }
  }

  /** Entries come in the order of the directory. */
  add(entry: ZipEntry, local: LocalFileHeader): void {
    const { fileName } = entry;
    const gap = entry.relativeOffsetOfLocalHeader - this.place;
    if (this.place === 0 ? gap !== 0 : !this.isBetween(gap)) throw new Error(`bytes before ${fileName}`);
    if (
      !local.fileName.equals(entry.fileNameRaw) ||
      local.compressionMethod !== entry.compressionMethod ||
      local.generalPurposeBitFlag !== entry.generalPurposeBitFlag ||
      !isOneVersion(local.versionNeededToExtract, entry.versionNeededToExtract)
    )
      throw new Error(`the two headers differ: ${fileName}`);
    const type = (entry.externalFileAttributes >>> 16) & fileType.mask;
    if (type !== 0 && type !== fileType.regular) throw new Error(`no ordinary file: ${fileName}`);
    if (entry.fileCommentRaw.length > 0) throw new Error(`a comment at ${fileName}`);
    this.place = local.fileDataStart + entry.compressedSize;
    this.hasDescriptor = (entry.generalPurposeBitFlag & 8) !== 0;
  }

  end(): void {
    if (this.place > 0 && !this.isBetween(this.directory.start - this.place))
      throw new Error('bytes before the directory');
  }

  private isBetween(gap: number): boolean {
    return this.hasDescriptor ? descriptorBytes.includes(gap) : gap === 0;
  }
}

function readDirectory(tail: Buffer, size: number): Directory {
  const end = tail.length - endBytes;
  if (end < 0 || tail.readUInt32LE(end) !== 0x06054b50) throw new Error('it does not end as a zip ends');
  const locator = end - locator64Bytes;
  const end64 = locator - end64Bytes;
  const is64 = end64 >= 0 && tail.readUInt32LE(locator) === 0x07064b50;
  const [start, bytes] = is64
    ? [Number(tail.readBigUInt64LE(end64 + 48)), Number(tail.readBigUInt64LE(end64 + 40))]
    : [tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12)];
  const directory = { start, end: start + bytes };
  if (directory.end !== size - tail.length + (is64 ? end64 : end))
    throw new Error('bytes before, behind or inside the directory');
  return directory;
}
