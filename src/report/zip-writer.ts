import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import ZipStream, { type FileDataInput } from 'zip-stream';
import { ContentChanged } from './content-changed.js';

/** The bytes of an entry as they stand in the zip, and all that its header says about them. */
export interface PackedContent {
  isDeflated: boolean;
  bytes: number;
  packedBytes: number;
  /** Of the content, not of the packed bytes. */
  crc32: number;
  read(): AsyncIterable<Buffer>;
}

/** Opens a content when its entry's turn has come. */
export type OpenContent = () => Promise<PackedContent>;

/** The entry of zip-stream, with what its types leave out. */
type Header = Parameters<ZipStream['_writeLocalFileHeader']>[0] & {
  setVersionNeededToExtract(version: number): void;
  getVersionNeededToExtract(): number;
  _offsets: { file: number; contents: number };
};

type Done = (error?: Error | null) => void;

/** Headers of entries are some 100 bytes in a dozen pieces. */
const largestPiece = 256;
const gatheredBytes = 64 * 1024;

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.4.3, 4.5.3; the largest number means "see the field". */
const versions = { stored: 10, deflated: 20, zip64: 45 };
const largest32 = 0xffffffff;
const largest16 = 0xffff;

/**
 * Writes a zip that opens in one pass: every local header has the sizes and the checksum, in ZIP64 where they need it, and
 * no descriptor follows. It also gathers small pieces: zip-stream writes each field of a header as a buffer of its
 * own and the list at the end in one go, which are some 120 MB for 50,000 entries.
 */
export class ZipWriter extends ZipStream {
  /** Bytes of the zip so far, also those that wait here: headers say where their entries start. */
  declare offset: number;
  declare _entries: Header[];
  private readonly gathered = Buffer.allocUnsafe(gatheredBytes);
  private filled = 0;
  private coming: OpenContent | undefined;

  /** `ended` tells that nobody reads the zip any more. */
  constructor(private readonly ended: AbortSignal) {
    super();
  }

  /** What archiver calls: one entry at a time. */
  append(_source: unknown, data: FileDataInput & { open: OpenContent }, done: Done): void {
    this.coming = data.open;
    this.entry('', data, done);
  }

  /** What zip-stream calls for a content that is there at once; here it is opened now. */
  override _appendBuffer(header: Header, _source: unknown, done: Done): void {
    const open = this.coming;
    this.coming = undefined;
    if (!open) throw new TypeError('An entry needs a content.');
    this.put(header, open).then(
      () => done(),
      (error: unknown) => done(error as Error),
    );
  }

  private async put(header: Header, open: OpenContent): Promise<void> {
    const content = await open();
    header.getGeneralPurposeBit().useDataDescriptor(false);
    header.setMethod(content.isDeflated ? 8 : 0);
    header.setVersionNeededToExtract(content.isDeflated ? versions.deflated : versions.stored);
    header.setSize(content.bytes);
    header.setCompressedSize(content.packedBytes);
    header.setCrc(content.crc32);
    // zip-stream takes the number that means "see the field" for a size, or a place.
    if (Math.max(content.bytes, content.packedBytes) >= largest32 || this.offset === largest32)
      header.isZip64 = () => true;
    this._writeLocalFileHeader(header);
    await this.copy(content, header.getName() ?? '');
    this._afterAppend(header);
  }

  private async copy(content: PackedContent, name: string): Promise<void> {
    let bytes = 0;
    let crc = 0;
    for await (const chunk of content.read()) {
      bytes += chunk.length;
      if (bytes > content.packedBytes) break;
      if (!content.isDeflated) crc = crc32(chunk, crc);
      if (!this.write(chunk)) await once(this, 'drain', { signal: this.ended });
    }
    if (bytes !== content.packedBytes || (!content.isDeflated && crc !== content.crc32))
      throw new ContentChanged(name);
  }

  override _writeLocalFileHeader(header: Header): void {
    const isZip64 = header.isZip64();
    if (isZip64) header.setVersionNeededToExtract(versions.zip64);
    const text = header.getName() ?? '';
    const name = Buffer.from(text);
    const fixed = Buffer.alloc(30);
    fixed.writeUInt32LE(0x04034b50, 0);
    fixed.writeUInt16LE(header.getVersionNeededToExtract(), 4);
    fixed.writeUInt16LE(name.length === text.length ? 0 : 0x800, 6);
    fixed.writeUInt16LE(header.getMethod(), 8);
    fixed.writeUInt32LE(header.getTimeDos(), 10);
    fixed.writeUInt32LE(header.getCrc(), 14);
    fixed.writeUInt32LE(isZip64 ? largest32 : header.getCompressedSize(), 18);
    fixed.writeUInt32LE(isZip64 ? largest32 : header.getSize(), 22);
    fixed.writeUInt16LE(name.length, 26);
    const field = isZip64 ? zip64Field(header) : Buffer.alloc(0);
    fixed.writeUInt16LE(field.length, 28);
    header._offsets.file = this.offset;
    this.write(Buffer.concat([fixed, name, field]));
    header._offsets.contents = this.offset;
  }

  /** The largest numbers mean "see the record"; zip-stream takes them for numbers. */
  override isZip64(): boolean {
    return this._entries.length >= largest16 || this.offset >= largest32;
  }

  override write(piece: string | Buffer, ...rest: unknown[]): boolean {
    if (rest.length > 0 || piece.length > largestPiece) {
      this.writeGathered();
      return super.write(piece, ...(rest as []));
    }
    const bytes = Buffer.from(piece);
    if (this.filled + bytes.length > gatheredBytes) this.writeGathered();
    this.gathered.set(bytes, this.filled);
    this.filled += bytes.length;
    this.offset += bytes.length;
    return true;
  }

  override end(...last: []): this {
    this.writeGathered();
    return super.end(...last);
  }

  private writeGathered(): void {
    if (this.filled === 0) return;
    const bytes = Buffer.from(this.gathered.subarray(0, this.filled));
    this.filled = 0;
    // They were counted when they came, and `write` counts them again.
    this.offset -= bytes.length;
    super.write(bytes);
  }
}

function zip64Field(header: Header): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(header.getSize()), 4);
  field.writeBigUInt64LE(BigInt(header.getCompressedSize()), 12);
  return field;
}
