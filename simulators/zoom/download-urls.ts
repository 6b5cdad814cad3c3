import { createHmac, randomBytes } from 'node:crypto';

/** Makes and checks recording URLs, new ones for each listing, and the signed URLs of the media origin. */
export class DownloadUrls {
  private readonly secret = randomBytes(16);
  private generation = 0;

  /** `/rec/download/…` path of a file; a new one at every call. */
  recordingPath(mediaId: string): string {
    return `/rec/download/${this.seal(mediaId)}`;
  }

  /** `/file/download/…` path of a file of a message; a new one at every call. */
  filePath(mediaId: string): string {
    return `/file/download/${this.seal(mediaId)}?jwt=${randomBytes(6).toString('hex')}`;
  }

  private seal(mediaId: string): string {
    const content = Buffer.from(JSON.stringify([mediaId, this.generation, randomBytes(6).toString('hex')]));
    return `${content.toString('base64url')}.${this.sign(content)}`;
  }

  /** Media id of such a path; undefined when forged or made before `expire`. */
  openDownloadPath(path: string): string | undefined {
    const [content = '', signature = ''] = (path.split('/').at(-1) ?? '').split('.');
    const bytes = Buffer.from(content, 'base64url');
    if (this.sign(bytes) !== signature) return undefined;
    const [mediaId, generation] = JSON.parse(bytes.toString()) as [string, number];
    return generation === this.generation ? mediaId : undefined;
  }

  /** Lets every recording URL made so far answer the login page. */
  expire(): void {
    this.generation += 1;
  }

  /** Signed path and query of a file at the media origin. */
  mediaPath(mediaId: string): string {
    return `/media/${encodeURIComponent(mediaId)}?signature=${this.sign(mediaId)}`;
  }

  /** Whether a signature belongs to a file. */
  isSigned(mediaId: string, signature: string | null): boolean {
    return signature === this.sign(mediaId);
  }

  private sign(content: Buffer | string): string {
    return createHmac('sha256', this.secret).update(content).digest('base64url');
  }
}
