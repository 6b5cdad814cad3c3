import type { SealedFiles } from '../files/sealed/sealed-files.js';
import { requestIds, requestKey, rooms } from '../files/keys.js';
import type { Logger } from '../logger.js';
import { isFinished } from '../model/access-request.js';
import type { Store } from '../storage/store.js';
import type { WorkQueue } from './work-queue.js';

/** What sealing needs of an installation. */
export interface SealingNeeds {
  files: SealedFiles;
  store: Store;
  queue: Pick<WorkQueue, 'whileIdle' | 'isHeld'>;
  logger: Logger;
}

/** After so many files it is told how far it has come. */
const toldEvery = 1_000;

/**
 * Seals what lies in clear from before sealing was switched on, in the background: reports, and what ended requests keep for
 * a retry. What unfinished requests hold goes with them. It begins again where a process was killed, as each file tells of
 * itself whether it is sealed.
 */
export class Sealing {
  private sealing: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(private readonly needs: SealingNeeds) {}

  start(): void {
    const { logger } = this.needs;
    this.sealing = this.sealAll().catch((fault: unknown) =>
      logger.error({ fault }, 'not everything could be sealed; it is tried again at the next start'),
    );
  }

  /** Resolves when everything is sealed. */
  settled(): Promise<void> {
    return this.sealing;
  }

  stop(): Promise<void> {
    this.isStopping = true;
    return this.sealing;
  }

  private async sealAll(): Promise<void> {
    const { files, store, logger } = this.needs;
    let sealed = 0;
    for (const id of await requestIds(files)) {
      const request = await store.requests.find(id);
      if (!request || request.email === '' || !isFinished(request.status)) continue;
      for (const key of await this.keysOf(id)) {
        if (this.isStopping) return;
        if (!(await this.sealOne(id, request.connectionId, key))) continue;
        sealed += 1;
        if (sealed % toldEvery === 0) logger.info({ count: sealed }, 'files are being sealed');
      }
    }
    if (sealed > 0) logger.info({ count: sealed }, 'everything that lay in clear is sealed');
  }

  /** A file of a request that has begun again meanwhile is left to it. */
  private async sealOne(id: string, connectionId: string, key: string): Promise<boolean> {
    const { files, store, queue } = this.needs;
    let isDone = false;
    await queue.whileIdle(connectionId, async () => {
      if (!isFinished((await store.requests.find(id))?.status ?? 'running') || key.endsWith('.part.json'))
        return;
      // What has arrived of a file in clear cannot be gone on with: it is fetched anew.
      if (key.endsWith('.part') && !(await files.isSealed(key))) await files.remove(key);
      else isDone = await files.sealInPlace(key);
    });
    return isDone;
  }

  private async keysOf(id: string): Promise<string[]> {
    const { files } = this.needs;
    const reports = (await files.list(rooms.reports)).filter((name) => name.startsWith(id));
    return [...reports.map((name) => `${rooms.reports}/${name}`), ...(await this.below(requestKey(id)))];
  }

  private async below(key: string): Promise<string[]> {
    const { files } = this.needs;
    const names = await files.list(key);
    if (names.length === 0) return [key];
    return (await Promise.all(names.map((name) => this.below(`${key}/${name}`)))).flat();
  }
}
