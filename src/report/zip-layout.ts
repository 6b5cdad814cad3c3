import { open, type FileHandle } from 'node:fs/promises';
import type { Entry as ZipEntry, LocalFileHeader } from 'yauzl';

/** Where the list of entries of a zip stands in the file. */
interface Directory {
  start: number;
  end: number;
  /** What the end says; undefined: it says that the ZIP64 record does. */
  entries?: number;
}

/** Sizes of the records at the end of a zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
const endBytes = 22;
const end64Bytes = 56;
const locator64Bytes = 20;
const centralBytes = 46;

/** A descriptor behind an entry's content has 16 bytes, or 24 in ZIP64. */
const descriptorBytes = [16, 24];

/** The version of ZIP64; whether it is needed can be known only when the local header is written already. */
const version64 = 45;
/** Stored, deflated, ZIP64. */
const versions = [10, 20, version64];

const isOneVersion = (local: number, central: number) =>
  versions.includes(local) && (local === central || central === version64);

const fileType = { mask: 0o170000, regular: 0o100000 };

/**
 * Follows a zip from its first byte to its last, so that nothing hides between its parts, and both headers of an
 * entry say the same. Its methods throw an Error that says what is wrong.
 */
export class ZipLayout {
  private place = 0;
  private entries = 0;
  private last: ZipEntry | undefined;
  private inDirectory: number;

  private constructor(
    private readonly file: FileHandle,
    private readonly directory: Directory,
  ) {
    this.inDirectory = directory.start;
  }

  /** Reads the end of the file: no comment, nothing behind it. */
  static async read(path: string): Promise<ZipLayout> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, endBytes + locator64Bytes + end64Bytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return new ZipLayout(file, readDirectory(buffer, size));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** Entries come in the order of the directory. */
  async add(entry: ZipEntry, local: LocalFileHeader): Promise<void> {
    const { fileName } = entry;
    await this.checkGap(entry.relativeOffsetOfLocalHeader, fileName);
    if (!isAsAnnounced(local, entry) || !isLike(entry, this.last))
      throw new Error(`an entry unlike the others: ${fileName}`);
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
    await this.checkDisk(entry);
    this.place = local.fileDataStart + entry.compressedSize;
    this.entries += 1;
    this.last = entry;
  }

  async end(): Promise<void> {
    await this.checkGap(this.directory.start, 'the directory');
    if ((this.directory.entries ?? this.entries) !== this.entries)
      throw new Error('another number of entries');
  }

  /** Behind an entry stands its descriptor, where it has one, and nothing else. */
  private async checkGap(end: number, next: string): Promise<void> {
    const length = end - this.place;
    const isRight =
      this.last && hasDescriptor(this.last)
        ? descriptorBytes.includes(length) && isDescriptorOf(await this.read(this.place, length), this.last)
        : length === 0;
    if (!isRight) throw new Error(`bytes before ${next}`);
  }

  /** The number of the disk is the one field of the directory that its reader passes over. */
  private async checkDisk({
    fileName,
    fileNameLength,
    extraFieldLength,
    fileCommentLength,
  }: ZipEntry): Promise<void> {
    const header = await this.read(this.inDirectory, centralBytes);
    if (header.readUInt16LE(34) !== 0) throw new Error(`on another disk: ${fileName}`);
    this.inDirectory += centralBytes + fileNameLength + extraFieldLength + fileCommentLength;
  }

  private async read(place: number, length: number): Promise<Buffer> {
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, place);
    return buffer;
  }
}

const hasDescriptor = ({ generalPurposeBitFlag }: ZipEntry) => (generalPurposeBitFlag & 8) !== 0;

/** A descriptor says what could not be known in the local header, in 32 bits or 64. */
function isDescriptorOf(bytes: Buffer, { crc32, compressedSize, uncompressedSize }: ZipEntry): boolean {
  const sizes =
    bytes.length === 16
      ? [bytes.readUInt32LE(8), bytes.readUInt32LE(12)]
      : [Number(bytes.readBigUInt64LE(8)), Number(bytes.readBigUInt64LE(16))];
  return (
    bytes.readUInt32LE(0) === 0x08074b50 &&
    bytes.readUInt32LE(4) === crc32 &&
    sizes[0] === compressedSize &&
    sizes[1] === uncompressedSize
  );
}

/** The local header announces nothing where a descriptor follows, else the same as the directory. */
function isAsAnnounced(local: LocalFileHeader, entry: ZipEntry): boolean {
  const same = (told: number, known: number) => told === (hasDescriptor(entry) ? 0 : known);
  return (
    local.lastModFileTime === entry.lastModFileTime &&
    local.lastModFileDate === entry.lastModFileDate &&
    same(local.crc32, entry.crc32) &&
    same(local.compressedSize, entry.compressedSize) &&
    same(local.uncompressedSize, entry.uncompressedSize)
  );
}

/** All entries of a report are written by one program, at one time, with the same rights. */
function isLike(entry: ZipEntry, last: ZipEntry = entry): boolean {
  return (
    entry.internalFileAttributes === 0 &&
    entry.versionMadeBy === last.versionMadeBy &&
    entry.externalFileAttributes === last.externalFileAttributes &&
    entry.lastModFileTime === last.lastModFileTime &&
    entry.lastModFileDate === last.lastModFileDate
  );
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
  const onDisk = tail.readUInt16LE(end + 8);
  if (tail.readUInt32LE(end + 4) !== 0 || onDisk !== tail.readUInt16LE(end + 10))
    throw new Error('it stands on several disks');
  const directory = { start, end: start + bytes, entries: is64 ? undefined : onDisk };
  if (directory.end !== size - tail.length + (is64 ? end64 : end))
    throw new Error('bytes before, behind or inside the directory');
  return directory;
}
