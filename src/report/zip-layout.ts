import type { Entry as ZipEntry, LocalFileHeader } from 'yauzl';
import { isFolderName, isLeftover } from './leftovers.js';
import type { ZipBytes } from './zip-bytes.js';
import { readDirectory, tailBytes, type Directory } from './zip-directory.js';
import { hasDescriptor, ZipSpans } from './zip-spans.js';

const centralBytes = 46;

/** The version of ZIP64; that a place needs it is not known yet when the local header is written. */
const version64 = 45;
/** Stored, deflated, ZIP64. */
const versions = [10, 20, version64];

const isOneVersion = (local: number, central: number) =>
  versions.includes(local) && (local === central || central === version64);

/** Means "see the field of ZIP64". */
const largest32 = 0xffffffff;

const fileType = { mask: 0o170000, regular: 0o100000, folder: 0o040000 };

/** How our writer marks its entries: Unix, version 4.5, an ordinary file that its owner may write. */
const ours = { madeBy: (3 << 8) | version64, attributes: ((0o100644 << 16) | 0x20) >>> 0 };

/**
 * Follows a zip from its first byte to its last, so that nothing hides between its parts. A zip of ours is as our
 * writer makes it, to the bit; one that another program has packed again may have another order, times and rights. Its
 * methods throw an Error that says what is wrong.
 */
export class ZipLayout {
  private entries = 0;
  private lastOfOurs: ZipEntry | undefined;
  private family: 'ours' | 'foreign' | undefined;
  private readonly spans: ZipSpans;
  private inDirectory: number;

  private constructor(
    private readonly file: ZipBytes,
    private readonly directory: Directory,
  ) {
    this.inDirectory = directory.start;
    this.spans = new ZipSpans(directory.start);
  }

  /** Reads the end of the file: no comment, nothing behind it. */
  static async read(file: ZipBytes): Promise<ZipLayout> {
    const length = Math.min(file.size, tailBytes);
    return new ZipLayout(file, readDirectory(await file.at(file.size - length, length), file.size));
  }

  /** Entries come in the order of the directory. Tells whether another program has packed this one. */
  async add(entry: ZipEntry, local: LocalFileHeader): Promise<{ isForeign: boolean }> {
    const { fileName } = entry;
    if (!local.fileName.equals(entry.fileNameRaw) || local.compressionMethod !== entry.compressionMethod)
      throw new Error(`the two headers differ: ${fileName}`);
    if (entry.fileCommentRaw.length > 0) throw new Error(`a comment at ${fileName}`);
    const type = (entry.externalFileAttributes >>> 16) & fileType.mask;
    const expected = isFolderName(fileName) ? fileType.folder : fileType.regular;
    if (type !== 0 && type !== expected) throw new Error(`no ordinary file: ${fileName}`);
    const isForeign = this.isForeign(entry);
    if (!isForeign) {
      checkOurs(entry, local, this.lastOfOurs);
      this.lastOfOurs = entry;
    }
    await this.checkDisk(entry);
    this.spans.add(entry, local.fileDataStart + entry.compressedSize);
    this.entries += 1;
    return { isForeign };
  }

  async end(): Promise<void> {
    await this.spans.check((place, length) => this.file.at(place, length));
    if ((this.directory.entries ?? this.entries) !== this.entries)
      throw new Error('another number of entries');
  }

  /** All that belong to a report come from one program; folders and what file managers leave may come from another. */
  private isForeign(entry: ZipEntry): boolean {
    const family = hasOurForm(entry) ? 'ours' : 'foreign';
    if (family === 'foreign' && (isFolderName(entry.fileName) || isLeftover(entry.fileName))) return true;
    this.family ??= family;
    if (this.family !== family) throw new Error(`an entry unlike the others: ${entry.fileName}`);
    return family === 'foreign';
  }

  /** The number of the disk is the one field of the directory that its reader passes over. */
  private async checkDisk({
    fileName,
    fileNameLength,
    extraFieldLength,
    fileCommentLength,
  }: ZipEntry): Promise<void> {
    const header = await this.file.at(this.inDirectory, centralBytes);
    if (header.readUInt16LE(34) !== 0) throw new Error(`on another disk: ${fileName}`);
    this.inDirectory += centralBytes + fileNameLength + extraFieldLength + fileCommentLength;
  }
}

const hasOurForm = ({ versionMadeBy, externalFileAttributes }: ZipEntry) =>
  versionMadeBy === ours.madeBy && externalFileAttributes === ours.attributes;

/** All entries of a report are written by one program, at one time, with the same rights, one behind the other. */
function checkOurs(entry: ZipEntry, local: LocalFileHeader, last: ZipEntry = entry): void {
  const { fileName } = entry;
  const isLikeTheLast =
    entry.internalFileAttributes === 0 &&
    entry.lastModFileTime === last.lastModFileTime &&
    entry.lastModFileDate === last.lastModFileDate &&
    entry.relativeOffsetOfLocalHeader >= last.relativeOffsetOfLocalHeader;
  if (!isLikeTheLast || !isAsAnnounced(local, entry))
    throw new Error(`an entry unlike the others: ${fileName}`);
  if (
    local.generalPurposeBitFlag !== entry.generalPurposeBitFlag ||
    !isOneVersion(local.versionNeededToExtract, entry.versionNeededToExtract) ||
    !hasOnlyZip64(entry)
  )
    throw new Error(`the two headers differ: ${fileName}`);
}

/**
 * The local header announces the same as the directory. Reports of older versions have a descriptor, and zeros where it
 * follows.
 */
function isAsAnnounced(local: LocalFileHeader, entry: ZipEntry): boolean {
  const { crc32, compressedSize, uncompressedSize } = entry;
  const [crc, packed, bytes] = hasDescriptor(entry) ? [0, 0, 0] : [crc32, compressedSize, uncompressedSize];
  const isTold =
    local.extraField.length === 0
      ? local.compressedSize === packed && local.uncompressedSize === bytes
      : isZip64Field(local, packed, bytes);
  return (
    isTold &&
    local.crc32 === crc &&
    local.lastModFileTime === entry.lastModFileTime &&
    local.lastModFileDate === entry.lastModFileDate
  );
}

function isZip64Field(local: LocalFileHeader, packed: number, bytes: number): boolean {
  const { extraField: field, compressedSize, uncompressedSize } = local;
  return (
    compressedSize === largest32 &&
    uncompressedSize === largest32 &&
    field.length === 20 &&
    field.readUInt32LE(0) === ((16 << 16) | 1) &&
    Number(field.readBigUInt64LE(4)) === bytes &&
    Number(field.readBigUInt64LE(12)) === packed
  );
}

/** The directory has no room for anything else: in ZIP64 both sizes and the place. */
const hasOnlyZip64 = ({ extraFieldRaw }: ZipEntry) =>
  extraFieldRaw.length === 0 ||
  (extraFieldRaw.length === 28 && extraFieldRaw.readUInt32LE(0) === ((24 << 16) | 1));
