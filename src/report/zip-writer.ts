import type { ReadStream } from 'node:fs';
import ZipStream, { type FileDataInput } from 'zip-stream';

/** Headers of entries are some 100 bytes in a dozen pieces. */
const largestPiece = 256;
const gatheredBytes = 64 * 1024;

/**
 * A zip as a stream. zip-stream writes each field of a header as a buffer of its own, and the list at the end of the
 * zip in one go: some 120 MB wait in the stream for 50,000 entries. Here small pieces are gathered first.
 */
export class ZipWriter extends ZipStream {
  /** Bytes of the zip so far, also those that wait here: headers say where their entries start. */
  declare offset: number;
  private readonly gathered = Buffer.allocUnsafe(gatheredBytes);
  private filled = 0;

  /** Adds one entry. Rejects with what ended the source, or with the reason of `ended`. */
  add(source: ReadStream, entry: FileDataInput, ended: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const early = () => reject(ended.reason as Error);
      if (ended.aborted) {
        early();
        return;
      }
      ended.addEventListener('abort', early, { once: true });
      this.entry(source, entry, (error) => {
        ended.removeEventListener('abort', early);
        if (error) reject(error);
        else resolve();
      });
    });
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
    const bytes = Buffer.from(this.gathered.subarray(0, this.filled));
    this.filled = 0;
    // They were counted when they came, and `write` counts them again.
    this.offset -= bytes.length;
    super.write(bytes);
  }
}
