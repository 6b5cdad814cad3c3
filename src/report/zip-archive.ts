import { Archiver, type ZipEntryData } from 'archiver';
import { ZipWriter, type OpenContent } from './zip-writer.js';

/**
 * archiver with our own writer below it. archiver 8 has no public way to bring one along; these are the steps of its own
 * `ZipArchive`, which is why its version is exact and a test reads what it writes.
 */
export class ZipArchive extends Archiver {
  declare _format: string;
  declare _module: ZipWriter;
  declare _modulePipe: () => void;

  /** `ended` tells that nobody reads the archive any more. */
  constructor(private readonly ended: AbortSignal) {
    super();
    this._format = 'zip';
    this._module = new ZipWriter(ended);
    this._modulePipe();
  }

  /** Adds one entry. Resolves when it is written; rejects with the reason of `ended`. */
  add(open: OpenContent, entry: ZipEntryData): Promise<void> {
    const { ended } = this;
    return new Promise<void>((resolve, reject) => {
      const early = () => reject(ended.reason as Error);
      if (ended.aborted) {
        early();
        return;
      }
      ended.addEventListener('abort', early, { once: true });
      this.once('entry', () => {
        ended.removeEventListener('abort', early);
        resolve();
      });
      // The content is no stream here: archiver does not hear the error of a stream that it was given.
      const data: ZipEntryData & { open: OpenContent } = { ...entry, open };
      this.append('', data);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this._module.destroy();
    super._destroy(error, done);
  }
}
