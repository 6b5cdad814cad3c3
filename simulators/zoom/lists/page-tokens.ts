import { createHmac, randomBytes } from 'node:crypto';

/** Where a list goes on, as a page token says it. */
export interface PagePosition {
  offset: number;
  /** Whether the empty first page of this list was already given. */
  emptyPageGiven: boolean;
}

const headerBytes = 11;
const sealBytes = 15;

/** Page tokens without memory: position and time of issue, sealed together with the query they belong to. */
export class PageTokens {
  private readonly secret = randomBytes(16);

  constructor(
    private readonly lifetimeMs: number,
    private readonly now: () => Date,
  ) {}

  /** A token for the next page of the list that `list` names (operation, path and parameters). */
  issue(list: string, position: PagePosition): string {
    const header = Buffer.alloc(headerBytes);
    header.writeUIntBE(this.now().getTime(), 0, 6);
    header.writeUInt32BE(position.offset, 6);
    header.writeUInt8(position.emptyPageGiven ? 1 : 0, 10);
    return Buffer.concat([header, this.seal(list, header)]).toString('base64url');
  }

  /** The position of a token; undefined when it is unknown, expired or belongs to another query. */
  open(list: string, token: string): PagePosition | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== headerBytes + sealBytes) return undefined;
    const header = bytes.subarray(0, headerBytes);
    if (!this.seal(list, header).equals(bytes.subarray(headerBytes))) return undefined;
    if (this.now().getTime() - header.readUIntBE(0, 6) > this.lifetimeMs) return undefined;
    return { offset: header.readUInt32BE(6), emptyPageGiven: header.readUInt8(10) === 1 };
  }

  private seal(list: string, header: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(header).update(list).digest().subarray(0, sealBytes);
  }
}
