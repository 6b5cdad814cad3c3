import type { Entry as ZipEntry } from 'yauzl';

/** Entries that lie side by side: from the first byte of the first header to the last of a content. The rest is of the last. */
interface Span extends Pick<ZipEntry, 'crc32' | 'compressedSize' | 'uncompressedSize'> {
  name: string;
  start: number;
  end: number;
  hasDescriptor: boolean;
}

/** Reads a few bytes of the zip. */
type Read = (place: number, length: number) => Promise<Buffer>;

/** Whether what an entry's local header could not know stands behind its content. */
export const hasDescriptor = ({ generalPurposeBitFlag }: ZipEntry) => (generalPurposeBitFlag & 8) !== 0;

/** With signature in 32 and 64 bits, and without. */
const descriptorBytes = [16, 24, 12, 20];

/** The places of a zip's entries: they lie side by side, and nothing hides between them. */
export class ZipSpans {
  private readonly spans: Span[] = [];
  private bytes = 0;

  /** `limit` is where the list of entries begins. */
  constructor(private readonly limit: number) {}

  /** Throws an Error as soon as the entries cannot all lie side by side. */
  add(entry: ZipEntry, end: number): void {
    const { fileName: name, relativeOffsetOfLocalHeader: start, crc32 } = entry;
    const { compressedSize, uncompressedSize } = entry;
    this.bytes += end - start;
    if (this.bytes > this.limit) throw new Error(`entries overlap: ${name}`);
    const last = this.spans.at(-1);
    const isNext = last?.end === start && !last.hasDescriptor;
    const span = {
      ...{ name, start: isNext ? last.start : start, end },
      ...{ crc32, compressedSize, uncompressedSize, hasDescriptor: hasDescriptor(entry) },
    };
    // A report of 50,000 files is one span.
    this.spans[this.spans.length - (isNext ? 1 : 0)] = span;
  }

  /** Throws an Error where anything stands between two entries that is no descriptor. */
  async check(read: Read): Promise<void> {
    const inOrder = this.spans.sort((one, other) => one.start - other.start);
    const starts = [...inOrder.map(({ start }) => start), this.limit];
    if (starts[0] !== 0) throw new Error('bytes before the first entry');
    for (const [place, span] of inOrder.entries()) {
      const length = (starts[place + 1] ?? this.limit) - span.end;
      const isRight = span.hasDescriptor
        ? descriptorBytes.includes(length) && isDescriptorOf(await read(span.end, length), span)
        : length === 0;
      if (!isRight) throw new Error(`bytes behind ${span.name}`);
    }
  }
}

/** A descriptor says what could not be known in the local header, in 32 bits or 64. */
function isDescriptorOf(bytes: Buffer, { crc32, compressedSize, uncompressedSize }: Span): boolean {
  const hasSignature = bytes.length % 8 === 0;
  const told = hasSignature ? bytes.subarray(4) : bytes;
  const sizes =
    told.length === 12
      ? [told.readUInt32LE(4), told.readUInt32LE(8)]
      : [Number(told.readBigUInt64LE(4)), Number(told.readBigUInt64LE(12))];
  return (
    (!hasSignature || bytes.readUInt32LE(0) === 0x08074b50) &&
    told.readUInt32LE(0) === crc32 &&
    sizes[0] === compressedSize &&
    sizes[1] === uncompressedSize
  );
}
