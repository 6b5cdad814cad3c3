import { conclude, type Upstream } from './client.js';
import type { Download, Downloaded, FileAddress } from './wanted-file.js';
import type { ArrivingFile } from '../files/file-store.js';
import { tryParseJson } from '../json.js';
import { interpret } from './interpret.js';
import { readChunks, readText } from './read-body.js';
import { ReceivedFile } from './received-file.js';
import { PageTokenExpired, Refusal, remedyFor, Transient, WindowRefused } from './refusal.js';
import type { Incoming } from './send.js';
import { isStorageError, StrangeAnswer, strangerOf } from './stranger.js';
import { walkToFile, type WalkEnd } from './walk.js';

/** A transfer broke off, but further on than ever before. */
export class MadeProgress extends Error {
  override readonly name = 'MadeProgress';
}

/** Bytes at a file's start that tell whether it is a page; they can come one by one. */
const enoughToJudge = 256;

/** Fresh addresses one file may ask for in all; addresses can die within a second. */
const mostRefreshes = 3;
/** Signatures that live shorter than this were not seen. */
const freshForMs = 500;
/** Tries at fresh addresses that a 401 is given: hosts of files lag behind those of records. */
const mostUnauthorized = 3;
/** After so many cuts a transfer must have brought so many bytes for each: a drip is no progress. */
const drip = { cuts: 1_000, bytesEach: 1_024 };

/** A file, nothing where there is none, or the advice to try a fresh address. */
type Fetched = Downloaded | undefined | 'refresh';

/** One file's way to the disk, over as many tries as it takes. */
export class Transfer {
  /** Who answered last, where it was not the vendor. */
  strange: StrangeAnswer | undefined;
  private address: FileAddress;
  private refreshes = 0;
  private refreshedAt = 0;
  private unauthorized = 0;
  private cuts = 0;
  private farthest: number | undefined;
  private readonly received: ReceivedFile;

  constructor(
    private readonly upstream: Upstream,
    private readonly wanted: Download,
    private readonly part: ArrivingFile,
  ) {
    this.address = wanted.address;
    this.received = new ReceivedFile(part, wanted);
  }

  /**
   * One attempt. What is refused, of another size or a page is tried once more at a fresh address, at once.
   * Throws MadeProgress when it broke off and has brought more than any attempt before.
   */
  async attempt(): Promise<Downloaded | undefined> {
    this.farthest ??= this.part.bytes;
    try {
      return await this.fetchTwice();
    } catch (error) {
      this.strange = error instanceof StrangeAnswer ? error : undefined;
      if (error instanceof Transient && this.isFurther()) throw new MadeProgress('', { cause: error });
      throw error;
    }
  }

  /** What arrived whole but shorter than its record says; undefined where that is not what was wrong. */
  takeAsItIs(): Promise<Downloaded | undefined> {
    return this.received.takeShort(this.address.bytes);
  }

  private isFurther(): boolean {
    const { bytes } = this.part;
    if (bytes <= (this.farthest ?? 0)) return false;
    this.farthest = bytes;
    this.cuts += 1;
    return this.cuts < drip.cuts || bytes >= this.cuts * drip.bytesEach;
  }

  private async fetchTwice(): Promise<Downloaded | undefined> {
    const first = await this.fetch();
    if (first !== 'refresh') return first;
    await this.refresh();
    const second = await this.fetch({ isFresh: true });
    if (second === 'refresh') throw new Transient('file_broken', 'the fresh address was used too late');
    return second;
  }

  private async fetch({ isFresh = this.refreshes >= mostRefreshes } = {}): Promise<Fetched> {
    const end = await this.open();
    const { answer } = end;
    const { status } = answer;
    if (status === 200 || status === 203 || status === 206) return this.receive(answer, isFresh);
    if (status === 416) return this.takeTheEnd(answer, isFresh);
    if (status < 200 || status >= 300) return this.refuse(end, isFresh);
    answer.body.destroy();
    if (status === 202) throw new Transient('not_finished', 'the file is still made');
    return this.again(isFresh, 'there is nothing in the answer');
  }

  private open(): Promise<WalkEnd> {
    const { bytes, validator } = this.part;
    const headers: Record<string, string> =
      bytes > 0 && validator ? { range: `bytes=${bytes}-`, 'if-range': validator } : {};
    return walkToFile(this.upstream, { ...this.wanted, url: this.address.url, headers });
  }

  private async receive(answer: Incoming, isFresh: boolean): Promise<Fetched> {
    const start = await this.startOf(answer);
    const length = toBytes(answer.headers['content-length']);
    const total = totalOf(answer) ?? (length === undefined ? undefined : start + length);
    if (start === 0) await this.part.restart();
    this.received.begin(answer);
    const isOther = total !== undefined && !this.received.isPacked && !this.isAsClaimed(total);
    if (isOther && !isFresh) {
      answer.body.destroy();
      return 'refresh';
    }
    this.part.validator = validatorOf(answer);
    if (!(await this.readAll(answer))) return this.again(isFresh, 'a page came instead of the file');
    if (total !== undefined && this.part.bytes !== total)
      throw new Transient('file_broken', 'the file broke off');
    return this.conclude(isFresh);
  }

  /** The range asked for begins where the file ends: either it is whole already, or it is another one now. */
  private async takeTheEnd(answer: Incoming, isFresh: boolean): Promise<Fetched> {
    answer.body.destroy();
    const total = toBytes(/\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1]);
    if (this.part.bytes > 0 && total === this.part.bytes) return this.conclude(isFresh);
    await this.part.restart();
    throw new Transient('file_broken', 'the file has changed during the transfer');
  }

  /** Everything has arrived that the server wants to give. */
  private async conclude(isFresh: boolean): Promise<Fetched> {
    const { bytes: claimed } = this.address;
    const judged = await this.received.judge(claimed);
    if (judged === 'file') return this.received.take(claimed);
    if (judged === 'broken') return this.again(isFresh, 'what came is not the file');
    if (!isFresh) return 'refresh';
    if (judged === 'larger') return this.received.take(claimed);
    throw new Transient('file_broken', 'the file is shorter than its record says');
  }

  private isAsClaimed(bytes: number): boolean {
    return this.address.bytes === undefined || bytes === this.address.bytes;
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

  /** Appends the body to the part. False when its start is already seen to be a page about the file. */
  private async readAll(answer: Incoming): Promise<boolean> {
    const { part, wanted, upstream } = this;
    let start: Buffer | undefined = part.bytes === 0 && !this.received.isPacked ? Buffer.alloc(0) : undefined;
    for await (const chunk of readChunks(answer.body, upstream.timeouts.silenceMs)) {
      if (start && start.length < enoughToJudge) {
        start = Buffer.concat([start, chunk]);
        if (this.received.isPage(start)) return false;
      }
      await part.append(chunk);
      wanted.onBytes?.(chunk.length);
    }
    return true;
  }

  /** What came is not the file: a fresh address first, then the policy. */
  private async again(isFresh: boolean, why: string): Promise<'refresh'> {
    await this.part.restart();
    this.farthest = 0;
    if (isFresh) throw new Transient('file_broken', why);
    return 'refresh';
  }

  /** A refusal is believed only when it comes again at a fresh address, and from the vendor or its storage. */
  private async refuse({ answer, isVendors, host }: WalkEnd, isFresh: boolean): Promise<Fetched> {
    const text = await readText(answer.body, this.upstream.timeouts.silenceMs, 1024 * 1024);
    if (!isVendors && isStorageError(text) && isRefusing(answer.status))
      return this.believe(isFresh, [404, 410].includes(answer.status) ? 'file_missing' : 'file_refused');
    const meaning = interpret(this.upstream.connector, this.wanted, answer, text);
    const isVendorsWord = isVendors && !('stranger' in meaning && meaning.stranger);
    if (!isVendorsWord && (isRefusing(answer.status) || answer.status < 400)) {
      if (!isFresh) return 'refresh';
      const code = 'code' in meaning ? meaning.code : undefined;
      throw new StrangeAnswer(strangerOf({ ...answer, host }, text, tryParseJson(text), code));
    }
    const advice = 'judgement' in meaning ? meaning.judgement.do : undefined;
    if (advice === 'accept-without-file') return undefined;
    if (advice === 'renew-token') return this.unauthorizedOnce(isFresh);
    try {
      conclude(this.upstream, this.wanted.rateLimit, meaning);
    } catch (error) {
      const isAboutList = error instanceof WindowRefused || error instanceof PageTokenExpired;
      if (!isAboutList && (!(error instanceof Refusal) || isNotAboutFile(error))) throw error;
      const { reason, code } = error as Partial<Refusal>;
      const isMissing = reason === 'not_found' || reason === 'file_missing';
      return this.believe(isFresh, isMissing ? 'file_missing' : 'file_refused', code);
    }
    return this.believe(isFresh, 'file_missing');
  }

  /**
   * A 401 is about the file. Reading its record again proves the token, or brings a new one; then it is tried a few
   * times, because a file can be there later than its record.
   */
  private unauthorizedOnce(isFresh: boolean): 'refresh' {
    this.unauthorized += 1;
    if (isFresh && this.unauthorized <= mostUnauthorized)
      throw new Transient('file_refused', 'the file is not opened for the token yet');
    return this.believe(isFresh, 'file_refused');
  }

  private believe(isFresh: boolean, reason: 'file_missing' | 'file_refused', code?: number): 'refresh' {
    if (isFresh && !this.isStale()) throw new Refusal('failed', reason, remedyFor(reason), code);
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

/** Refusals that no fresh address changes: the permission is missing, or the vendor is still making the file. */
const isNotAboutFile = ({ reason }: Refusal) => reason === 'scope_missing' || reason === 'not_finished';

/** Refusals of the form of a call; busy servers and limits speak by their status alone. */
const isRefusing = (status: number) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

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
