import type { FailureRule, RateLimit, ScopeAlternatives } from '../contract/index.js';
import { conclude, orOutage, type Meter, type Upstream } from './client.js';
import { interpret } from './interpret.js';
import { isErrorPage } from './media-type.js';
import { PartFile } from './part-file.js';
import { readChunks, readText } from './read-body.js';
import { PageTokenExpired, Refusal, remedyFor, Transient, WindowRefused } from './refusal.js';
import type { Incoming } from './send.js';
import type { Stranger } from './stranger.js';
import { walkToFile } from './walk.js';

/** Where a file is and how large its record says it is. */
export interface FileAddress {
  url: string;
  bytes?: number;
}

/** A file to be fetched. */
export interface Download {
  address: FileAddress;
  /** Where it goes on the disk. */
  path: string;
  /** Template for metrics and failure rules; never the address. */
  endpoint: string;
  extension: string;
  scopes: ScopeAlternatives;
  rateLimit?: RateLimit;
  failures?: readonly FailureRule[];
  /** Reads the parent record again, for a fresh address; undefined: it no longer names the file. */
  refresh(): Promise<FileAddress | undefined>;
  /** Told about bytes as they arrive. */
  onBytes?(bytes: number): void;
  meter: Meter;
  signal?: AbortSignal;
}

/** A file on the disk. */
export interface Downloaded {
  bytes: number;
  sha256: string;
  crc32: number;
  /** The record claims another size, also when read again; the transfer itself was whole. */
  sizeDiffers: boolean;
}

/**
 * Streams a file to the disk; resolves undefined when the vendor says that there is none. The length is judged
 * by the answer's own Content-Length; an interrupted transfer goes on with Range and If-Range. A file that is
 * refused, is another size than its record says or is an error page is fetched once more from a fresh address.
 */
export async function download(upstream: Upstream, wanted: Download): Promise<Downloaded | undefined> {
  const part = new PartFile(wanted.path);
  const transfer = new Transfer(upstream, wanted, part);
  try {
    const downloaded = await upstream.retry(() => transfer.attempt(), wanted.signal);
    if (!downloaded) await part.discard();
    return downloaded;
  } catch (error) {
    await part.discard();
    throw await orOutage(upstream, wanted, error);
  }
}

/** Bytes at a file's start that tell whether it is a page; they can come one by one. */
const enoughToJudge = 256;

/** Fresh addresses one file may ask for in all; addresses can die within a second. */
const mostRefreshes = 3;
/** Signatures that live shorter than this were not seen. */
const freshForMs = 500;

class Transfer {
  private address: FileAddress;
  private refreshes = 0;
  private refreshedAt = 0;

  constructor(
    private readonly upstream: Upstream,
    private readonly wanted: Download,
    private readonly part: PartFile,
  ) {
    this.address = wanted.address;
  }

  /** One attempt. What is refused, of another size or a page is tried once more at a fresh address, at once. */
  async attempt(): Promise<Downloaded | undefined> {
    const first = await this.fetch();
    if (first !== 'refresh') return first;
    await this.part.restart();
    await this.refresh();
    const second = await this.fetch({ isFresh: true });
    if (second === 'refresh') throw new Transient('file_broken', 'the fresh address was used too late');
    return second;
  }

  private async fetch({ isFresh = this.refreshes >= mostRefreshes } = {}): Promise<Fetched> {
    const answer = await this.open();
    if (answer.status === 200 || answer.status === 206) return this.receive(answer, isFresh);
    if (answer.status !== 416) return this.refuse(answer, isFresh);
    answer.body.destroy();
    await this.part.restart();
    throw new Transient('file_broken', 'the file has changed during the transfer');
  }

  private async open(): Promise<Incoming> {
    const { bytes, validator } = this.part;
    const headers: Record<string, string> =
      bytes > 0 && validator ? { range: `bytes=${bytes}-`, 'if-range': validator } : {};
    const walk = { ...this.wanted, url: this.address.url, headers };
    const { answer, token, isVendors } = await walkToFile(this.upstream, walk);
    if (answer.status !== 401 || !isVendors) return answer;
    answer.body.destroy();
    await this.upstream.tokens.renew(token.accessToken, this.wanted.signal);
    return (await walkToFile(this.upstream, walk)).answer;
  }

  private async receive(answer: Incoming, isFresh: boolean): Promise<Fetched> {
    const start = await this.startOf(answer);
    const length = toBytes(answer.headers['content-length']);
    const total = totalOf(answer) ?? (length === undefined ? undefined : start + length);
    const isAsClaimed = (bytes: number | undefined) =>
      isFresh || this.address.bytes === undefined || bytes === undefined || bytes === this.address.bytes;
    if (!isAsClaimed(total)) {
      answer.body.destroy();
      return 'refresh';
    }
    if (start === 0) await this.part.restart();
    this.part.validator = validatorOf(answer);
    if (!(await this.readAll(answer))) return this.page(isFresh);
    const { bytes } = this.part;
    if (total !== undefined && bytes !== total) throw new Transient('file_broken', 'the file broke off');
    if (!isAsClaimed(bytes)) return 'refresh';
    if (bytes === 0 && this.address.bytes) throw new Transient('file_broken', 'the file came empty');
    const sizeDiffers = this.address.bytes !== undefined && this.address.bytes !== bytes;
    return { bytes, ...(await this.part.commit()), sizeDiffers };
  }

  /** The byte the answer starts at: 0 unless the server goes on where the transfer broke off. */
  private async startOf(answer: Incoming): Promise<number> {
    if (answer.status !== 206) return 0;
    const start = /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1];
    const isOther = this.part.bytes > 0 && validatorOf(answer) !== this.part.validator;
    if (start !== undefined && Number(start) === this.part.bytes && !isOther) return this.part.bytes;
    answer.body.destroy();
    await this.part.restart();
    throw new Transient('file_broken', 'the server went on at another place or with another version');
  }

  /** Appends the body to the part. False when it is a page about the file, or not as it is on the wire. */
  private async readAll(answer: Incoming): Promise<boolean> {
    const { part, wanted, upstream } = this;
    const { 'content-encoding': encoding = 'identity', 'content-type': type } = answer.headers;
    const isPage = (start: Buffer) => encoding !== 'identity' || isErrorPage(type, wanted.extension, start);
    let start: Buffer | undefined = part.bytes === 0 ? Buffer.alloc(0) : undefined;
    for await (const chunk of readChunks(answer.body, upstream.timeouts.silenceMs)) {
      if (start && start.length < enoughToJudge) {
        start = Buffer.concat([start, chunk]);
        if (isPage(start)) return false;
      }
      await part.append(chunk);
      wanted.onBytes?.(chunk.length);
    }
    return !start || !isPage(start);
  }

  private async page(isFresh: boolean): Promise<'refresh'> {
    await this.part.restart();
    if (isFresh) throw new Transient('file_broken', 'a page came instead of the file');
    return 'refresh';
  }

  /** A refusal is believed only when it comes again at a fresh address. */
  private async refuse(answer: Incoming, isFresh: boolean): Promise<Fetched> {
    const text = await readText(answer.body, this.upstream.timeouts.silenceMs, 1024 * 1024);
    const meaning = interpret(this.upstream.connector, this.wanted, answer, text);
    if ('judgement' in meaning && meaning.judgement.do === 'accept-without-file') return undefined;
    const stranger = 'judgement' in meaning ? meaning.stranger : undefined;
    if (stranger && isAboutFile(stranger)) {
      if (!isFresh || this.isStale()) return 'refresh';
      throw asStorageRefusal(stranger);
    }
    try {
      conclude(this.upstream, this.wanted.rateLimit, meaning);
    } catch (error) {
      const isAboutList = error instanceof WindowRefused || error instanceof PageTokenExpired;
      if (!isAboutList && (!(error instanceof Refusal) || error.reason === 'scope_missing')) throw error;
      if (isFresh && !this.isStale()) throw asFileRefusal(error);
      return 'refresh';
    }
    if (isFresh) throw new Refusal('failed', 'file_missing', remedyFor('file_missing'));
    return 'refresh';
  }

  private async refresh(): Promise<void> {
    this.refreshes += 1;
    this.address = (await this.wanted.refresh()) ?? this.address;
    this.refreshedAt = this.upstream.clock.monotonic();
  }

  /** The walk to a fresh address took so long that its signature may have died on the way. */
  private isStale(): boolean {
    const sinceMs = this.upstream.clock.monotonic() - this.refreshedAt;
    return this.refreshes < mostRefreshes && sinceMs > freshForMs;
  }
}

/** A file, nothing where there is none, or the advice to try a fresh address. */
type Fetched = Downloaded | undefined | 'refresh';

/** Storage hosts speak in their own form, mostly XML; what they refuse is the file and not the vendor's word. */
const isAboutFile = ({ status, what }: Stranger) =>
  [404, 410].includes(status) ||
  (status < 500 && ![407, 408, 425, 429].includes(status) && what !== 'an HTML page');

/** Here no role and no scope was judged: the token does not go to storage hosts. */
function asStorageRefusal({ host, status, what }: Stranger): Refusal {
  const reason = status === 404 || status === 410 ? 'file_missing' : 'file_refused';
  const remedy = `${host}, where the file lies, answered with HTTP status ${status} and ${what}, also at a fresh address. Run the request again later; if it stays, ask the account owner whether the file was deleted and whether a firewall in between keeps this host away.`;
  return new Refusal('failed', reason, remedy);
}

function asFileRefusal(error: Error): Refusal {
  const { reason: told, code } = error as Partial<Refusal>;
  const reason = told === 'not_found' || told === 'file_missing' ? 'file_missing' : 'file_refused';
  return new Refusal('failed', reason, remedyFor(reason), code);
}

/** A strong ETag or, lacking one, the time of the last change; both may stand in `If-Range` (RFC 9110). */
function validatorOf({ headers }: Incoming): string | undefined {
  const { etag } = headers;
  return etag !== undefined && !etag.startsWith('W/') ? etag : headers['last-modified'];
}

/** How long the whole file is, where an answer with a part of it tells. */
function totalOf({ status, headers }: Incoming): number | undefined {
  return status === 206 ? toBytes(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]) : undefined;
}

function toBytes(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
