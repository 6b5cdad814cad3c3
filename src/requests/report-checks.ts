import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.js';
import { AppError } from '../errors.js';
import type { Actor, Ledger } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { FileStore } from '../files/file-store.js';
import { reportKey } from '../files/keys.js';
import type { ReportVersion } from '../storage/report-store.js';

/** What is wrong with the file of a published report. */
export type Damage = 'missing' | 'other_size' | 'other_digest';

/** What checking needs. */
export interface ReportCheckNeeds {
  files: FileStore;
  ledger: Ledger;
  logger: Logger;
  clock: Clock;
  /** Told about every check. */
  onCheck?(result: Damage | 'whole'): void;
}

/** A check of all bytes holds so long, as long as the file system says that nothing wrote to the file. */
const checkHoldsMs = 3_600_000;

/**
 * Published reports against the size and the digest that were recorded when they were published. Nothing is handed
 * out that has not been read whole since the file system last saw it change.
 */
export class ReportChecks {
  private readonly whole = new Map<string, { file: string; at: number }>();
  private readonly running = new Map<string, Promise<Damage | undefined>>();
  private readonly damaged = new Map<string, Damage>();

  constructor(private readonly needs: ReportCheckNeeds) {}

  /** Resolves with the key of a report that is what was published. Throws AppError `report_damaged`. */
  async require(report: ReportVersion, connectionId: string, actor: Actor): Promise<string> {
    const damage = await this.check(report);
    if (damage) throw await this.note(report, connectionId, damage, actor);
    return keyOfFile(report);
  }

  /** Whether a report is known to be harmed, or plainly is; reads none of its bytes. */
  async isDamaged(report: ReportVersion): Promise<boolean> {
    if (this.damaged.has(keyOf(report))) return true;
    try {
      return (await this.needs.files.stat(keyOfFile(report)))?.bytes !== report.bytes;
    } catch {
      return true; // it cannot be read, so it cannot be handed out
    }
  }

  /** Puts damage on record: in the ledger once, for the monitor every time. The error is what a caller is told. */
  async note(report: ReportVersion, connectionId: string, damage: Damage, actor: Actor): Promise<AppError> {
    const { ledger, logger } = this.needs;
    const { requestId, version, sha256, bytes } = report;
    const key = keyOf(report);
    this.whole.delete(key);
    this.needs.onCheck?.(damage);
    if (this.damaged.get(key) !== damage) {
      this.damaged.set(key, damage);
      await ledger
        .record(
          connectionId,
          'report.damaged',
          { request: requestId, version, sha256, bytes, found: damage },
          actor,
        )
        .catch((error: unknown) => {
          this.damaged.delete(key);
          throw error;
        });
      logger.error({ requestId, code: damage }, 'a published report is not what was published');
    }
    return new AppError(
      'report_damaged',
      `${words[damage]} Nothing was handed out. Make it again with a retry of the request, or send a new one; other versions of this report are not touched. Look after the disk.`,
    );
  }

  private async check(report: ReportVersion): Promise<Damage | undefined> {
    const key = keyOf(report);
    const known = this.running.get(key);
    if (known) return known;
    const work = this.read(report).finally(() => this.running.delete(key));
    this.running.set(key, work);
    return work;
  }

  private async read(report: ReportVersion): Promise<Damage | undefined> {
    const { files } = this.needs;
    const file = keyOfFile(report);
    const key = keyOf(report);
    const before = await files.stat(file);
    if (!before) return 'missing';
    if (before.bytes !== report.bytes) return 'other_size';
    const now = this.needs.clock.monotonic();
    const checked = this.whole.get(key);
    if (checked?.file === before.version && now - checked.at < checkHoldsMs) return undefined;
    const hash = createHash('sha256');
    try {
      await pipeline(files.read(file), hash);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return 'missing';
      if (code === 'EIO') return 'other_digest';
      throw error;
    }
    const after = await files.stat(file);
    if (hash.digest('hex') !== report.sha256 || after?.version !== before.version) return 'other_digest';
    this.whole.set(key, { file: before.version, at: now });
    this.damaged.delete(key);
    this.needs.onCheck?.('whole');
    return undefined;
  }
}

const words: Record<Damage, string> = {
  missing: 'The file of this report is gone.',
  other_size: 'The file of this report has another size than when it was published.',
  other_digest: 'The file of this report has other content than when it was published.',
};

const keyOf = ({ requestId, version }: ReportVersion) => `${requestId} ${version}`;

const keyOfFile = ({ requestId, version }: ReportVersion) => reportKey(requestId, version);
