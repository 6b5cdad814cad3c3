import type { ArrivingFile } from '../files/file-store.js';
import { codingsOf, PackedBroken, unpack } from './content-coding.js';
import type { Download, Downloaded } from './wanted-file.js';
import { headBytes, isErrorPage } from './media-type.js';
import type { Incoming } from './send.js';
import { trueExtension } from './true-extension.js';

/** What was received, once all of it is there. `shorter` and `larger` are against the record. */
export type Judged = 'file' | 'broken' | 'shorter' | 'larger';

/** What has arrived of a file: taken out of its packing, judged by its bytes, and given its name. */
export class ReceivedFile {
  private codings: ReturnType<typeof codingsOf> = [];
  private contentType: string | undefined;
  /** What was judged: the part itself, or what was packed in it. */
  private content: ArrivingFile;
  private start: Buffer = Buffer.alloc(0);
  private isShort = false;

  constructor(
    private readonly part: ArrivingFile,
    private readonly wanted: Download,
  ) {
    this.content = part;
  }

  /** Whether the answer says that its body is packed in a known way. */
  get isPacked(): boolean {
    return this.codings.length > 0;
  }

  /** A body begins to arrive. */
  begin({ headers }: Incoming): void {
    this.codings = codingsOf(headers['content-encoding']);
    this.contentType = headers['content-type'];
    this.isShort = false;
  }

  /** Whether the first bytes of a body show already that it is a page. */
  isPage(start: Buffer): boolean {
    return isErrorPage({ ...this.about, start, isWhole: false });
  }

  /** Judges what has arrived; `claimed` is the record's size. */
  async judge(claimed: number | undefined): Promise<Judged> {
    if (this.part.bytes === 0) return 'broken';
    this.content = this.part;
    if (this.isPacked && !(await this.unpack())) return 'broken';
    this.start = await this.content.head(headBytes);
    if (isErrorPage({ ...this.about, start: this.start, isWhole: this.isWholeStart })) {
      await this.dropUnpacked();
      return 'broken';
    }
    const { bytes } = this.content;
    if (claimed === undefined || claimed === bytes || claimed === this.part.bytes) return 'file';
    this.isShort = bytes < claimed;
    return this.isShort ? 'shorter' : 'larger';
  }

  /** Gives the file its name. */
  async take(claimed: number | undefined): Promise<Downloaded> {
    const { files, key, extension } = this.wanted;
    const { bytes } = this.content;
    const sizeDiffers = claimed !== undefined && ![bytes, this.part.bytes].includes(claimed);
    const digests = await this.content.commit(key);
    if (this.content !== this.part) await this.part.discard();
    const isWhole = this.isWholeStart;
    return {
      ...{ bytes, ...digests, sizeDiffers },
      extension: await trueExtension({ files, key, start: this.start, isWhole, claimed: extension }),
    };
  }

  /** Takes a file that stays shorter than its record says; undefined: what is there is not one. */
  async takeShort(claimed: number | undefined): Promise<Downloaded | undefined> {
    if (!this.isShort || this.part.bytes === 0) return undefined;
    return ['shorter', 'file'].includes(await this.judge(claimed)) ? this.take(claimed) : undefined;
  }

  private get about() {
    return { contentType: this.contentType, extension: this.wanted.extension };
  }

  private get isWholeStart(): boolean {
    return this.start.length === this.content.bytes;
  }

  /** False: it is packed and broken. */
  private async unpack(): Promise<boolean> {
    const unpacked = this.wanted.files.arriving(`${this.wanted.key}.unpacked`);
    try {
      if (await unpack(this.part, this.codings, unpacked)) this.content = unpacked;
      return true;
    } catch (error) {
      if (error instanceof PackedBroken) return false;
      throw error;
    }
  }

  private async dropUnpacked(): Promise<void> {
    if (this.content !== this.part) await this.content.discard();
  }
}
